"""Writes to the applications' own tables."""
