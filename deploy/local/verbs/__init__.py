"""The verbs of `./dev`: one module each, with `main(argv)`; `__main__.py` has the table."""
