"""Exporting: the log, its claims and the answers' rows as tables, whole or since a position, for other programs."""
