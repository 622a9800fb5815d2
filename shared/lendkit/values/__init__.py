"""Money, dates, identifiers, sealed fields and the exception type: no file, database or network."""
