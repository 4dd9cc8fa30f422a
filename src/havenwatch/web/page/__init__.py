"""Pages for reading."""
