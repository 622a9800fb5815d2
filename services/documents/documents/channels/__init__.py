"""The ways to the world outside the database: the store of files, and the two processes that open and set them."""
