"""The shapes of notifications' requests and responses."""
