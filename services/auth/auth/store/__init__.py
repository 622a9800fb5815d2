"""Writes to auth's own tables."""
