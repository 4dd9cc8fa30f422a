-- What was obtained. Never changed, never deleted: see the triggers at the end.
CREATE TABLE blob (
    sha256 TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    data BLOB NOT NULL
);

CREATE TABLE source (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    member TEXT,
    media_type TEXT NOT NULL,
    sha256 TEXT NOT NULL REFERENCES blob (sha256),
    size INTEGER NOT NULL,
    retrieved TEXT NOT NULL
);

-- What makes a document the document that it is; its id is derived from these columns.
CREATE TABLE document (
    id TEXT PRIMARY KEY,
    external_id TEXT,
    url TEXT,
    published TEXT,
    sha256 TEXT NOT NULL,
    words_sha256 TEXT,
    text TEXT NOT NULL
);

-- Which source gave a document and what it said beside the text. `id` digests item and hints: once a pair.
CREATE TABLE provenance (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL REFERENCES document (id),
    source TEXT NOT NULL REFERENCES source (id),
    title TEXT,
    publisher TEXT,
    language TEXT
);
CREATE INDEX provenance_document ON provenance (document);

-- What was read in it. `input` digests what the reader was given beside the text, `reader` names its version.
CREATE TABLE reading (
    document TEXT PRIMARY KEY REFERENCES document (id),
    reader TEXT NOT NULL,
    input TEXT NOT NULL,
    problems TEXT NOT NULL
);

CREATE TABLE mention (
    document TEXT NOT NULL REFERENCES reading (document) ON DELETE CASCADE,
    id TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (document, id)
);

CREATE TABLE statement (
    document TEXT NOT NULL REFERENCES reading (document) ON DELETE CASCADE,
    id TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    kind TEXT NOT NULL,
    type TEXT,
    status TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (document, id)
);

-- What people decided. The last row of a statement or a pair is the live one; earlier rows stay.
CREATE TABLE review (
    number INTEGER PRIMARY KEY,
    statement TEXT NOT NULL,
    verdict TEXT NOT NULL,
    changes TEXT NOT NULL,
    reason TEXT NOT NULL,
    "by" TEXT NOT NULL,
    made TEXT NOT NULL
);

CREATE TABLE judgement (
    number INTEGER PRIMARY KEY,
    "left" TEXT NOT NULL,
    "right" TEXT NOT NULL,
    verdict TEXT NOT NULL,
    score REAL NOT NULL,
    reasons TEXT NOT NULL,
    "by" TEXT NOT NULL,
    made TEXT
);

-- Everything that follows from readings and decisions: `noun` is person, judgement, event, case, figure, calendar
-- or conflict, `position` its place among them.
CREATE TABLE derived (
    noun TEXT NOT NULL,
    position INTEGER NOT NULL,
    id TEXT,
    type TEXT,
    host TEXT,
    requesting TEXT,
    earliest TEXT,
    latest TEXT,
    body TEXT NOT NULL,
    PRIMARY KEY (noun, position)
);

-- What could not be done, at a place (file and line, or document) of an input or document of that name. A later success
-- at the place removes the row.
CREATE TABLE problem (
    place TEXT NOT NULL,
    name TEXT NOT NULL,
    stage TEXT NOT NULL,
    document TEXT,
    message TEXT NOT NULL,
    made TEXT NOT NULL,
    PRIMARY KEY (place, stage, message)
);

-- `revision` counts changes of readings and decisions, `dossier` says from which of them the dossier was derived.
CREATE TABLE state (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- Who changed what and when; `digest` covers the row and the digest of the row before.
CREATE TABLE journal (
    number INTEGER PRIMARY KEY,
    made TEXT NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    ids TEXT NOT NULL,
    previous TEXT NOT NULL,
    digest TEXT NOT NULL
);

-- Full text. `entry` gives the rows of `word_index` their document and, where it is one, their statement.
CREATE TABLE entry (
    number INTEGER PRIMARY KEY,
    document TEXT NOT NULL REFERENCES document (id),
    statement TEXT
);
CREATE INDEX entry_document ON entry (document);

CREATE VIRTUAL TABLE word_index USING fts5 (
    words, sounds, detail = 'column', tokenize = 'porter unicode61 remove_diacritics 0'
);

CREATE TRIGGER blob_update BEFORE UPDATE ON blob BEGIN SELECT RAISE(ABORT, 'blobs are never changed'); END;
CREATE TRIGGER blob_delete BEFORE DELETE ON blob BEGIN SELECT RAISE(ABORT, 'blobs are never deleted'); END;
CREATE TRIGGER source_update BEFORE UPDATE ON source BEGIN SELECT RAISE(ABORT, 'sources are never changed'); END;
CREATE TRIGGER source_delete BEFORE DELETE ON source BEGIN SELECT RAISE(ABORT, 'sources are never deleted'); END;
CREATE TRIGGER document_update BEFORE UPDATE ON document BEGIN SELECT RAISE(ABORT, 'documents are never changed'); END;
CREATE TRIGGER document_delete BEFORE DELETE ON document BEGIN SELECT RAISE(ABORT, 'documents are never deleted'); END;
CREATE TRIGGER provenance_update BEFORE UPDATE ON provenance BEGIN SELECT RAISE(ABORT, 'provenance is never changed'); END;
CREATE TRIGGER provenance_delete BEFORE DELETE ON provenance BEGIN SELECT RAISE(ABORT, 'provenance is never deleted'); END;
CREATE TRIGGER review_update BEFORE UPDATE ON review BEGIN SELECT RAISE(ABORT, 'reviews are never changed'); END;
CREATE TRIGGER review_delete BEFORE DELETE ON review BEGIN SELECT RAISE(ABORT, 'reviews are never deleted'); END;
CREATE TRIGGER judgement_update BEFORE UPDATE ON judgement BEGIN SELECT RAISE(ABORT, 'judgements are never changed'); END;
CREATE TRIGGER judgement_delete BEFORE DELETE ON judgement BEGIN SELECT RAISE(ABORT, 'judgements are never deleted'); END;
CREATE TRIGGER journal_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER journal_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is never deleted'); END;
