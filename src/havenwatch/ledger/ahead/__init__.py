"""What is made of items before the one writer has its turn with them, by other processes or in an earlier batch."""

from havenwatch.ledger.ahead.prepared import Crew, Parts, Prepared, ReadDocument, Task, prepare

__all__ = ["Crew", "Parts", "Prepared", "ReadDocument", "Task", "prepare"]
