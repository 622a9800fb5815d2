"""The shapes of documents' requests and responses."""
