"""SQL over the tables of notifications."""
