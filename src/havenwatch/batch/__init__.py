"""Reading on all cores of a machine or a cluster: a pool of workers, and shards of documents with what was read."""

from havenwatch.batch.crew import ProcessCrew, cores
from havenwatch.batch.load import is_batch, open_batch
from havenwatch.batch.local import LocalEngine
from havenwatch.batch.run import Batch, Outcome, run_batch

__all__ = ["Batch", "LocalEngine", "Outcome", "ProcessCrew", "cores", "is_batch", "open_batch", "run_batch"]
