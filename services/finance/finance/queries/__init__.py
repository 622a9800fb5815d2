"""What finance can be asked; PostgreSQL writes the JSON."""
