"""What auth can be asked."""
