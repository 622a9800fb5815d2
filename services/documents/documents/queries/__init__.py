"""What documents can be asked."""
