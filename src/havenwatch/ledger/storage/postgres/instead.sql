-- What PostgreSQL needs in place of statements of the migrations. An entry of an ordinary index holds 2700 bytes there,
-- and addresses, places and messages can be longer: such columns are found by a hash.

-- instead of word_index
-- The same words that the table of SQLite holds, one row a word, column (0 lemma, 1 sound) and entry; `times` counts
-- them. `word_size` has the number of words of an entry.
CREATE TABLE word_index (
    word TEXT COLLATE "C" NOT NULL,
    "column" SMALLINT NOT NULL,
    number BIGINT NOT NULL REFERENCES entry (number) ON DELETE CASCADE,
    times SMALLINT NOT NULL,
    PRIMARY KEY (word, "column", number)
);
CREATE INDEX word_index_number ON word_index (number);
CREATE TABLE word_index_size (
    number BIGINT PRIMARY KEY REFERENCES entry (number) ON DELETE CASCADE,
    words BIGINT NOT NULL
);

-- instead of problem
CREATE TABLE problem (
    place TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    stage TEXT COLLATE "C" NOT NULL,
    document TEXT COLLATE "C",
    message TEXT COLLATE "C" NOT NULL,
    made TEXT COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX problem_key ON problem (md5(place), stage, md5(message));
CREATE INDEX problem_place ON problem USING hash (place);
CREATE INDEX problem_name ON problem USING hash (name);

-- instead of watched
CREATE TABLE watched (
    address TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    parent TEXT COLLATE "C",
    etag TEXT COLLATE "C",
    modified TEXT COLLATE "C",
    sha256 TEXT COLLATE "C",
    checked TEXT COLLATE "C",
    changed TEXT COLLATE "C",
    due TEXT COLLATE "C",
    failures BIGINT NOT NULL,
    done BIGINT NOT NULL,
    message TEXT COLLATE "C",
    told TEXT COLLATE "C"
);
CREATE UNIQUE INDEX watched_key ON watched (md5(address));
CREATE INDEX watched_address ON watched USING hash (address);

-- instead of document_url
CREATE INDEX document_url ON document USING hash (url);

-- instead of capture_address
CREATE INDEX capture_address ON capture USING hash (address);

-- instead of heading_label
CREATE INDEX heading_label ON heading (noun, "left"(label, 200));

-- instead of heading_host
-- What has no date stands last in a list of the latest, as in SQLite.
CREATE INDEX heading_host ON heading (noun, host, latest NULLS FIRST);

-- instead of heading_latest
CREATE INDEX heading_latest ON heading (noun, latest NULLS FIRST);

-- instead of derived_host
CREATE INDEX derived_host ON derived (noun, host, earliest NULLS FIRST);

-- instead of document_published
CREATE INDEX document_published ON document (published NULLS FIRST);
