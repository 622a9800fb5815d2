"""What applications answers over HTTP."""
