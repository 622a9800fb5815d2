"""What finance can be asked to do."""
