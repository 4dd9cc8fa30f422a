"""Where items come from: files, folders, standard input. Bytes in, `Item` or `Problem` out."""

from havenwatch.source.inputs import STANDARD_INPUT, count_items, open_items
from havenwatch.source.item import SKIPPED, Hints, Item, Obstacle

__all__ = ["SKIPPED", "STANDARD_INPUT", "Hints", "Item", "Obstacle", "count_items", "open_items"]
