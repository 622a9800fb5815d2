"""Writes to finance's own tables, and the public JSON of each record."""
