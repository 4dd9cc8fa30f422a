"""The sections of a report, one module for what belongs together."""
