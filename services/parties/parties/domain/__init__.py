"""What holds for a party, with no database and no network."""
