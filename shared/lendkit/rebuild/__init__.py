"""Rebuild projections from what their owners published: `run` does it, `pull` reads the owners' logs, `shadow` keeps
the new rows until they are complete. `@rebuilds` (in `messaging`) marks the handlers that take part."""
