"""Facts kept from the events of other services."""
