"""`python -m auth VERB`."""

import sys

from lendkit.process import cli

if __name__ == "__main__":
    sys.exit(cli.main("auth", sys.argv[1:]))
