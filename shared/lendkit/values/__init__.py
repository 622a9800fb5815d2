"""Pure values: money, dates, identifiers, sealed fields, the exception type. No input or output."""
