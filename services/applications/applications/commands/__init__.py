"""What applications can be asked to do."""
