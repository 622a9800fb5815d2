"""What reports can be asked; PostgreSQL adds up and writes the JSON."""
