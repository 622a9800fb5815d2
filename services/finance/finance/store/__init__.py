"""Finance's own tables: typed rows, and the one SQL expression for the public state of each record."""
