"""The report as PDF pages: own layout of the few blocks that a report is made of, objects written by pydyf."""
