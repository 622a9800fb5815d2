"""What several verbs take: `--data DIR`."""

import argparse

from deploy.local.machine.places import Places


def parser(verb: str, summary: str | None) -> argparse.ArgumentParser:
    result = argparse.ArgumentParser(prog=f"./dev {verb}", description=summary)
    result.add_argument("--data", metavar="DIR", help="the stack's folder (default: var)")
    return result


def places(arguments: argparse.Namespace) -> Places:
    return Places.of(arguments.data)
