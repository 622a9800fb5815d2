"""The HTTP edge of auth."""
