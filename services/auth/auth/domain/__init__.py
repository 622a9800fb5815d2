"""The rules for passwords, refresh tokens and lockout, with no database and no network."""
