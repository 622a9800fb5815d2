"""What the service keeps of other services' events."""
