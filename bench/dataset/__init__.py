"""A large dataset to measure with: twenty deals made through the API, then their rows copied under new ids and names.

The API would need hours for what PostgreSQL copies in minutes, and the rows are the same: all that a deal left in the
databases that are read, its ledger chained again. What is not copied are the logs of events, so nothing can be rebuilt
from this dataset and `./dev verify` would miss the deliveries.
"""
