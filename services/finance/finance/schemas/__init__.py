"""The shapes of finance's requests and answers."""
