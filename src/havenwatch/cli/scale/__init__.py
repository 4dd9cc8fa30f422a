"""Commands and options of work on many cores."""
