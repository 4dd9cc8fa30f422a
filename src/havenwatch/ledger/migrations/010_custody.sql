-- One visit that gave an item: where it was asked for, where it answered, and the WARC records of the answer. A post of a
-- chat export has no answer of a server: `record` is empty, `address` its number, `made` when it was last edited.
CREATE TABLE capture (
    id TEXT PRIMARY KEY,
    source TEXT NOT NULL REFERENCES source (id),
    url TEXT NOT NULL,
    address TEXT NOT NULL,
    status INTEGER,
    made TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    record BLOB NOT NULL
);
CREATE INDEX capture_source ON capture (source);
CREATE INDEX capture_address ON capture (address);

-- What a later visit found that gave no item: `status` 404 or 410 where the page is gone, 200 where it was back.
CREATE TABLE visit (
    id TEXT PRIMARY KEY,
    address TEXT NOT NULL,
    status INTEGER NOT NULL,
    made TEXT NOT NULL
);

-- Shingles of the words by MinHash, from which near-duplicates are told; follows from the text.
CREATE TABLE signature (
    document TEXT PRIMARY KEY REFERENCES document (id),
    data BLOB NOT NULL
);

-- Addresses that are watched: what to ask with, when to come again, how often in a row it failed. `kind` is feed,
-- sitemap or page; `parent` is the feed that named a page; `done` is 1 for a page that is not looked at any more;
-- `told` is what that feed said of the page, as JSON.
CREATE TABLE watched (
    address TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    parent TEXT,
    etag TEXT,
    modified TEXT,
    sha256 TEXT,
    checked TEXT,
    changed TEXT,
    due TEXT,
    failures INTEGER NOT NULL,
    done INTEGER NOT NULL,
    message TEXT,
    told TEXT
);

-- Alerts that were raised, each once. `sent` is when it was told, or equals `made` for what held before the watch.
CREATE TABLE alert (
    id TEXT PRIMARY KEY,
    rule TEXT NOT NULL,
    made TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    case_id TEXT,
    sent TEXT
);

-- What an alert is about: the rule with each statement that it rests on. A case gets other statements, persons and so
-- another id with every document; an alert that shares one key with an earlier one is that alert.
CREATE TABLE alert_key (
    key TEXT PRIMARY KEY,
    alert TEXT NOT NULL REFERENCES alert (id)
);

CREATE TRIGGER capture_update BEFORE UPDATE ON capture BEGIN SELECT RAISE(ABORT, 'captures are never changed'); END;
CREATE TRIGGER capture_delete BEFORE DELETE ON capture BEGIN SELECT RAISE(ABORT, 'captures are never deleted'); END;
CREATE TRIGGER visit_update BEFORE UPDATE ON visit BEGIN SELECT RAISE(ABORT, 'visits are never changed'); END;
CREATE TRIGGER visit_delete BEFORE DELETE ON visit BEGIN SELECT RAISE(ABORT, 'visits are never deleted'); END;
