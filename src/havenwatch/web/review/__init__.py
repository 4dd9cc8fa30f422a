"""Pages for deciding."""
