"""Victims, kinds of violation, perpetrator, place and time of an English article, in the terms of HRDsAttack."""
