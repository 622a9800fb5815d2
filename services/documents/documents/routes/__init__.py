"""The HTTP API of documents."""
