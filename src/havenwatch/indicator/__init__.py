"""Figures with their counting rule, period, uncertainty and the events behind them."""

from __future__ import annotations

from havenwatch.indicator.change import ChangePoint, change_point
from havenwatch.indicator.index import Index, resolve_country
from havenwatch.indicator.indicate import indicate, indicate_rules
from havenwatch.indicator.rates import RateRatio, rate_ratio, tipping_count
from havenwatch.indicator.record import Indicator

__all__ = [
    "ChangePoint",
    "Index",
    "Indicator",
    "RateRatio",
    "change_point",
    "indicate",
    "indicate_rules",
    "rate_ratio",
    "resolve_country",
    "tipping_count",
]
