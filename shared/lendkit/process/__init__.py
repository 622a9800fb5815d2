"""The processes of a service: its verbs, its background, the calendar of its jobs."""
