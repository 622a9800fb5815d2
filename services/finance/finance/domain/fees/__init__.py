"""Fees and the funding table: what is charged, what is withheld at settlement."""
