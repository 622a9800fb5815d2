"""Projections can be made anew from what their owners published: which handlers do it, and into which tables."""

from lendkit.rebuild.marks import rebuilds, tables_of

__all__ = ["rebuilds", "tables_of"]
