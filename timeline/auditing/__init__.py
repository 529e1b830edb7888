"""Auditing: whether the log, its tree, its guards and its projections are what they should be."""
