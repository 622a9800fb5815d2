"""The rules of an application, with no database and no network."""
