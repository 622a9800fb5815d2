"""What parties can be asked to do."""
