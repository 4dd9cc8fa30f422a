"""Where items come from: files, folders, addresses, standard input. Bytes in, `Item` or `Problem` out."""

from havenwatch.source.capture import Capture
from havenwatch.source.container.listing import Address
from havenwatch.source.inputs import STANDARD_INPUT, Visit, count_items, is_address, list_files, open_items, open_stream
from havenwatch.source.item import SKIPPED, Gone, Hints, Item, Obstacle

__all__ = [
    "SKIPPED",
    "STANDARD_INPUT",
    "Address",
    "Capture",
    "Gone",
    "Hints",
    "Item",
    "Obstacle",
    "Visit",
    "count_items",
    "is_address",
    "list_files",
    "open_items",
    "open_stream",
]
