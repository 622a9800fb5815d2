"""The shapes of auth's requests and answers."""
