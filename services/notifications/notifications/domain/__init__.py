"""The rules of who is told what; no database, no HTTP."""
