"""Persons: which mentions stand for one person, judged pair by pair with reasons."""

from __future__ import annotations

from havenwatch.person.link import link

__all__ = ["link"]
