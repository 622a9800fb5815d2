"""Our endpoints beside the peer's, measured in turn over datasets of the same size."""
