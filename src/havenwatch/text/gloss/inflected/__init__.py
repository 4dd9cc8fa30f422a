"""Languages whose verbs change much: forms, helpers, particles, closed classes, marks of case, compounds."""
