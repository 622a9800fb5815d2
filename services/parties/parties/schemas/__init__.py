"""The shapes of parties' requests and answers."""
