"""Documents: uploaded files, their versions, and the letters generated from an application."""
