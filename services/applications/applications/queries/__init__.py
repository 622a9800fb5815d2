"""What applications can be asked; PostgreSQL writes the JSON."""
