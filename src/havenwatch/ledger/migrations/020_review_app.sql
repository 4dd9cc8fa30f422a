-- Statements and mentions that people made, and those that they decided on, as they were then: a decision outlives the
-- reading that it was made on. `origin` is person or decided.
CREATE TABLE marked (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL REFERENCES document (id),
    noun TEXT NOT NULL,
    body TEXT NOT NULL,
    origin TEXT NOT NULL,
    "by" TEXT NOT NULL,
    made TEXT NOT NULL
);
CREATE INDEX marked_document ON marked (document);

-- What one click did: the decisions it stored, each with the live decision that it superseded. An act that takes back
-- another names it in `undoes`.
CREATE TABLE act (
    number INTEGER PRIMARY KEY,
    what TEXT NOT NULL,
    parts TEXT NOT NULL,
    reason TEXT NOT NULL,
    undoes INTEGER,
    "by" TEXT NOT NULL,
    made TEXT NOT NULL
);
CREATE INDEX act_by ON act ("by", number);

-- Readings of two reviewers who do not see each other's; the last row of a reviewer and a statement counts.
CREATE TABLE opinion (
    number INTEGER PRIMARY KEY,
    statement TEXT NOT NULL,
    verdict TEXT NOT NULL,
    changes TEXT NOT NULL,
    reason TEXT NOT NULL,
    "by" TEXT NOT NULL,
    made TEXT NOT NULL
);
CREATE INDEX opinion_statement ON opinion (statement, "by", number);

-- What a new reading says in the place of a statement that a person decided on, where the two differ.
CREATE TABLE differing (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL REFERENCES document (id),
    decided TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX differing_document ON differing (document);

-- For lists and look-ups, made anew with the dossier: one row a record that is listed, and who refers to whom.
CREATE TABLE heading (
    noun TEXT NOT NULL,
    id TEXT NOT NULL,
    label TEXT NOT NULL,
    host TEXT,
    requesting TEXT,
    kind TEXT,
    size INTEGER NOT NULL,
    earliest TEXT,
    latest TEXT,
    flags INTEGER NOT NULL,
    conflicts INTEGER NOT NULL,
    PRIMARY KEY (noun, id)
);
CREATE INDEX heading_host ON heading (noun, host, latest);
CREATE INDEX heading_requesting ON heading (noun, requesting);
CREATE INDEX heading_latest ON heading (noun, latest);
CREATE INDEX heading_label ON heading (noun, label);

CREATE TABLE relation (
    noun TEXT NOT NULL,
    id TEXT NOT NULL,
    other TEXT NOT NULL,
    other_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (noun, id, other, position)
);
CREATE INDEX relation_other ON relation (other, other_id, noun);

-- Statements in the order in which a person should look at them: `state` follows the live decision.
CREATE TABLE queue (
    statement TEXT PRIMARY KEY,
    document TEXT NOT NULL,
    host TEXT,
    type TEXT,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    weight REAL NOT NULL
);
CREATE INDEX queue_state ON queue (state, weight DESC, statement);
CREATE INDEX queue_host ON queue (host, state, weight DESC, statement);
CREATE INDEX queue_document ON queue (document, state);

-- Parts of pages that take long to make, with the revision of the dossier that they were made from.
CREATE TABLE shelf (
    key TEXT PRIMARY KEY,
    revision TEXT NOT NULL,
    body TEXT NOT NULL
);

CREATE INDEX derived_id ON derived (noun, id);
CREATE INDEX derived_host ON derived (noun, host, earliest);
CREATE INDEX statement_id ON statement (id);
CREATE INDEX statement_type ON statement (type, document);
CREATE INDEX mention_id ON mention (id);
CREATE INDEX review_statement ON review (statement, number);
CREATE INDEX judgement_pair ON judgement ("left", "right", number);
CREATE INDEX document_published ON document (published);
CREATE INDEX document_words ON document (words_sha256);
CREATE INDEX document_url ON document (url);

-- The lists above are filled when the dossier is derived next.
DELETE FROM state WHERE key = 'dossier';

CREATE TRIGGER marked_update BEFORE UPDATE ON marked BEGIN SELECT RAISE(ABORT, 'what people marked is never changed'); END;
CREATE TRIGGER marked_delete BEFORE DELETE ON marked BEGIN SELECT RAISE(ABORT, 'what people marked is never deleted'); END;
CREATE TRIGGER act_update BEFORE UPDATE ON act BEGIN SELECT RAISE(ABORT, 'acts are never changed'); END;
CREATE TRIGGER act_delete BEFORE DELETE ON act BEGIN SELECT RAISE(ABORT, 'acts are never deleted'); END;
CREATE TRIGGER opinion_update BEFORE UPDATE ON opinion BEGIN SELECT RAISE(ABORT, 'opinions are never changed'); END;
CREATE TRIGGER opinion_delete BEFORE DELETE ON opinion BEGIN SELECT RAISE(ABORT, 'opinions are never deleted'); END;
