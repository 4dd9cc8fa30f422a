"""Place a meaning on the calendar: node and scene in, closed interval out.

The scene holds what the words alone do not say: the day of publication, the tense of the clause, the last date of the
narrative and a year that was given before. What cannot be known is UNKNOWN, never a guess.
"""

from havenwatch.text.dates.resolve import relative, spans, yearly
from havenwatch.text.dates.resolve.scene import FUTURE, PAST, PRESENT, RESOLVERS, Scene, resolve

__all__ = ["FUTURE", "PAST", "PRESENT", "RESOLVERS", "Scene", "relative", "resolve", "spans", "yearly"]
