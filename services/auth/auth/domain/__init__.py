"""The rules of who may come in, with no database and no network."""
