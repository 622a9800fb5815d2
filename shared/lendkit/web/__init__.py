"""The HTTP edge: the app factory, access, who may see what, idempotency, problems, lists."""
