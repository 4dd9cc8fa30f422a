-- What later changes of the dossier are told from, so that one document more costs what stands near it.

-- The register of persons and notes on each document, by name of the map; follows from readings and judgements.
CREATE TABLE register (
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (name, key)
);

-- Documents whose reading or decisions changed since the dossier was derived.
CREATE TABLE changed (
    document TEXT PRIMARY KEY
);

-- Every document with the original that it repeats, NULL for an original, and a number that stands for it in `band`.
CREATE TABLE copy (
    document TEXT PRIMARY KEY,
    number INTEGER NOT NULL,
    original TEXT
);
CREATE UNIQUE INDEX copy_number ON copy (number);
CREATE INDEX copy_original ON copy (original);

-- Hashes of the bands of each signature: texts that share one may resemble each other.
CREATE TABLE band (
    hash INTEGER NOT NULL,
    number INTEGER NOT NULL
);
CREATE INDEX band_hash ON band (hash);

-- The notes are made when the dossier is derived next.
DELETE FROM state WHERE key IN ('dossier', 'followed');
