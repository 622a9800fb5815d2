"""What documents answers over HTTP."""
