"""The demo users and products, and the large deterministic loan book that `./dev seed` brings in through the API."""
