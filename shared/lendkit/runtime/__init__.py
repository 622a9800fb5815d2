"""What a process runs on: settings, the database, logs, the actor in context, the calls to other services."""
