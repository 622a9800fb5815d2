"""Files, their versions, generated letters and signing."""
