"""The rules of documents: which files are accepted, and what letters say; no database, no HTTP."""
