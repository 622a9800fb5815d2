"""What parties answers over HTTP."""
