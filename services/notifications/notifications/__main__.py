"""`python -m notifications VERB`."""

import sys

from lendkit.process import cli

if __name__ == "__main__":
    sys.exit(cli.main("notifications", sys.argv[1:]))
