"""`python -m documents VERB`."""

import sys

from lendkit import cli

if __name__ == "__main__":
    sys.exit(cli.main("documents", sys.argv[1:]))
