"""Users and their roles, sessions and signing keys: who may sign in."""
