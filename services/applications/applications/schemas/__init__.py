"""The shapes of applications' requests and answers."""
