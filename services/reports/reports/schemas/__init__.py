"""Requests and answers of the reports."""
