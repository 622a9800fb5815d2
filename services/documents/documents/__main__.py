"""`python -m documents VERB`."""

import sys

from lendkit.process import cli

if __name__ == "__main__":
    sys.exit(cli.main("documents", sys.argv[1:]))
