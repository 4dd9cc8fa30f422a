"""Mentions: the words of a document that stand for persons, and the chains they form."""
