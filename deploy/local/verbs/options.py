"""What several verbs take: `--data DIR`."""

import argparse

from deploy.local.machine.places import Places


def parser(verb: str, summary: str | None) -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog=f"./dev {verb}", description=summary)
    made.add_argument("--data", metavar="DIR", help="the stack's folder (default: var)")
    return made


def places(arguments: argparse.Namespace) -> Places:
    return Places.of(arguments.data)
