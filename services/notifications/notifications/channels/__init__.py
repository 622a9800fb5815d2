"""The world outside the database: SMTP, the task queue, and how an email and its links are written."""
