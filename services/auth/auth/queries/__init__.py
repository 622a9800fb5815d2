"""Reads of users and published keys."""
