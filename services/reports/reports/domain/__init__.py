"""Statuses, arrears buckets and CSV files."""
