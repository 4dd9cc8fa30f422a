"""Temporal expressions of news: found, understood and placed on the calendar."""

from havenwatch.text.dates.narrative import DatedSpan, read_dates

__all__ = ["DatedSpan", "read_dates"]
