"""The forms over word classes: common ones, and those that only one language has."""

from havenwatch.text.dates.grammar.forms.common import LAYERS, SETS
from havenwatch.text.dates.grammar.forms.local import EXTRA

__all__ = ["EXTRA", "LAYERS", "SETS"]
