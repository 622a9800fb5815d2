"""Writes to the parties' own tables, and the public JSON of each record."""
