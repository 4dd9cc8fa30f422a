-- Documents that a person wants read whatever the relevance gate says. Never taken back: a reading does no harm.
CREATE TABLE forced (
    document TEXT PRIMARY KEY REFERENCES document (id)
);
