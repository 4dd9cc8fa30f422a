"""Addresses: careful visits to pages, their answers as evidence, the addresses that a feed or page list names."""
