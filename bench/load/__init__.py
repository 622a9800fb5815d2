"""Our endpoints beside the peer's, measured in turn over books of the same size."""
