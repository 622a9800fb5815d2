"""Real servers, tokens and clients for the tests of every service."""
