"""What reports takes and gives."""
