"""Words that tell an act: frames matched on clauses, and the terms that they need."""
