"""`python -m finance VERB`."""

import sys

from lendkit.process import cli

if __name__ == "__main__":
    sys.exit(cli.main("finance", sys.argv[1:]))
