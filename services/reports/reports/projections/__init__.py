"""What reports keeps of other services' events."""
