"""Shards: how inputs are cut, the tables of each, the mark that it is done, and where they lie."""
