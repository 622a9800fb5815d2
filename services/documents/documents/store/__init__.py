"""SQL over the tables of documents."""
