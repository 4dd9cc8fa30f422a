"""The ledger: documents with their evidence, what was read in them, what people decided, what follows from it."""

from havenwatch.ledger.custody import Alert, WatchBook, Watched
from havenwatch.ledger.ledger import Ledger
from havenwatch.ledger.results import FAILED, NOT_CHECKED, PASSED, Added, Finding, Hit, Progress, Status
from havenwatch.ledger.stages import Stages

__all__ = [
    "FAILED", "NOT_CHECKED", "PASSED", "Added", "Alert", "Finding", "Hit", "Ledger", "Progress", "Stages", "Status",
    "WatchBook", "Watched",
]  # fmt: skip
