"""`python -m applications VERB`."""

import sys

from lendkit.process import cli

if __name__ == "__main__":
    sys.exit(cli.main("applications", sys.argv[1:]))
