"""The ledger: documents with their evidence, what was read in them, what people decided, what follows from it."""

from havenwatch.ledger.custody import Alert, WatchBook, Watched
from havenwatch.ledger.ledger import Ledger
from havenwatch.ledger.results import (
    FAILED,
    NOT_CHECKED,
    PASSED,
    Added,
    Backup,
    Finding,
    Hit,
    Progress,
    Restored,
    Status,
)
from havenwatch.ledger.stages import Stages

__all__ = [
    "FAILED", "NOT_CHECKED", "PASSED", "Added", "Alert", "Backup", "Finding", "Hit", "Ledger", "Progress", "Restored",
    "Stages", "Status", "WatchBook", "Watched",
]  # fmt: skip
