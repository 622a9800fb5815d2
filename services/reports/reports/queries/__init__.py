"""The three reports: PostgreSQL adds up and writes the JSON."""
