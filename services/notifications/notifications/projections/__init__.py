"""What notifications keeps of other services' events."""
