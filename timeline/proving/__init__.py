"""Proving: checkpoints, bundles and audits, so that nobody need trust this service."""
