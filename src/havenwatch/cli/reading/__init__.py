"""Commands about one text, without a ledger."""
