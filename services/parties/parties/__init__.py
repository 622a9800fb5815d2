"""People, companies, brokers, BDMs and branches, and the sensitive fields nobody else may read."""
