"""What parties can be asked; PostgreSQL writes the JSON."""
