"""`python -m parties VERB`."""

import sys

from lendkit.process import cli

if __name__ == "__main__":
    sys.exit(cli.main("parties", sys.argv[1:]))
