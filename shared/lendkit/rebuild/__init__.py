"""Projections can be made anew from what their owners published: which handlers do it, and into which tables.

`marks` says it, `run` does it, `pull` reads the owners' logs, `shadow` keeps the new rows until they are all there.
"""

from lendkit.rebuild.marks import rebuilds

__all__ = ["rebuilds"]
