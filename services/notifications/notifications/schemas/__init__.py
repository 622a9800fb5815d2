"""The shapes of notifications' requests and answers."""
