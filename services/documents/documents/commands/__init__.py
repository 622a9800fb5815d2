"""What documents can be asked to do."""
