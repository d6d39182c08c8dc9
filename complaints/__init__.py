"""The rules: what a report is, where it may go, and when a machine may send it there. Pure Python, no framework."""
