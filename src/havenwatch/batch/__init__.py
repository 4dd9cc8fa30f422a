"""Reading on all cores of a machine or a cluster: a pool of workers, and shards of documents with what was read."""

from havenwatch.batch.crew import ProcessCrew, cores

__all__ = ["ProcessCrew", "cores"]
