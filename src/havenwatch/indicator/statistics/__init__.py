"""Exact statistics of rare events: functions of counts and times alone, each with its formula and its source."""

from __future__ import annotations

from havenwatch.indicator.statistics.alarm import Alarm, e_detector, e_values, rate_ceiling, watch
from havenwatch.indicator.statistics.change import ChangePoint, change_point
from havenwatch.indicator.statistics.dispersion import Dispersion, dispersion
from havenwatch.indicator.statistics.exposure import Rate, Tipping, rate_per_10000, tipping
from havenwatch.indicator.statistics.incidence import Incidence, Point, cumulative_incidence
from havenwatch.indicator.statistics.nowcast import Delays, Nowcast, delays, nowcast
from havenwatch.indicator.statistics.online import OnlineChange, online_change
from havenwatch.indicator.statistics.rates import RateRatio, rate_ratio, tipping_count
from havenwatch.indicator.statistics.scan import burst_probability, scan_probability

__all__ = [
    "Alarm",
    "ChangePoint",
    "Delays",
    "Dispersion",
    "Incidence",
    "Nowcast",
    "OnlineChange",
    "Point",
    "Rate",
    "RateRatio",
    "Tipping",
    "burst_probability",
    "change_point",
    "cumulative_incidence",
    "delays",
    "dispersion",
    "e_detector",
    "e_values",
    "nowcast",
    "online_change",
    "rate_ceiling",
    "rate_per_10000",
    "rate_ratio",
    "scan_probability",
    "tipping",
    "tipping_count",
    "watch",
]
