"""Its own read model of the book, built from events only."""
