"""Commands on the evidence: watch, versions, copies, evidence."""
