"""The world outside the database: the file store, other services, and processes that inspect uploads and set PDFs."""
