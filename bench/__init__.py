"""Measurements, printed with the machine's load; nothing here is a test."""
