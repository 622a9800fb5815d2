"""The shapes of documents' requests and answers."""
