"""The terms of the reports, and how rows become a file."""
