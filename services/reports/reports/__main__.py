"""`python -m reports VERB`."""

import sys

from lendkit.process import cli

if __name__ == "__main__":
    sys.exit(cli.main("reports", sys.argv[1:]))
