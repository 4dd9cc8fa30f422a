"""What havenwatch knows beforehand: event types, places, kinds of persons, procedures and rules, as data."""

from __future__ import annotations

from havenwatch.ontology.load import load_ontology
from havenwatch.ontology.profile import Ontology, Profile

__all__ = ["Ontology", "Profile", "load_ontology"]
