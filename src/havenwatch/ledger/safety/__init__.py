"""Safety of the ledger file: what the disk reports in plain words, copies made while others work, restoring one."""
