"""The application: its stages, notes, links and the full detail that every screen opens."""
