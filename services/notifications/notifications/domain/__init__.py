"""The rules of who is notified of what, when and how; no database, no HTTP."""
