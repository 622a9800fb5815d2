"""Who may come in: users, sessions, signing keys and the roles they carry."""
