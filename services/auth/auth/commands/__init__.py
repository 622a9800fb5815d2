"""What auth can be asked to do."""
