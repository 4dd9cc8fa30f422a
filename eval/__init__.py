"""Evaluation: how well the program reads, against annotated sets."""
