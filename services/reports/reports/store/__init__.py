"""The rows of the read model."""
