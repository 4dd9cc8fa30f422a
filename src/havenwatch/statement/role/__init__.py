"""Roles: who, where, when, on whose word, and whether it happened, for one trigger."""
