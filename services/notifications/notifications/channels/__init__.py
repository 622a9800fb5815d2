"""The ways out: the broker's tasks, and mail."""
