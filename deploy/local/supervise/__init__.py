"""A running stack: its start, the supervisor that owns every process, and the file that tells the outside of it."""
