"""A large book for a running stack, always the same: what is lodged, by whom, and how far it gets."""
