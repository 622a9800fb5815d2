"""The read side of notifications."""
