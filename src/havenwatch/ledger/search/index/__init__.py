"""The index of words: one of SQLite's own in a file, a table of ours on a server; both find the same."""
