"""Write the files that something new needs, tests included; it is green at once, and yours to change.

./dev new event finance.loan_flagged --to reports
./dev new endpoint finance.loan_flags --raises finance.loan_flagged
./dev new job finance.flag_stale_loans --at 03:00
./dev new screen reports/loan_flags --title "Loan flags"
"""

import argparse
import re
import subprocess
from datetime import time

from deploy.local.machine.places import ROOT
from deploy.local.machine.service_list import SERVICES
from deploy.local.quality.steps import PYTHON
from deploy.local.scaffold import endpoint, event, job, screen
from deploy.local.scaffold.checkout import Checkout
from deploy.local.scaffold.names import Name


def main(argv: list[str]) -> int:
    arguments = _parser().parse_args(argv)
    checkout = Checkout()
    arguments.write(checkout, arguments)
    checkout.format()
    checkout.report()
    if arguments.contracts:
        return subprocess.run([PYTHON, "-m", "deploy.local", "contracts"], cwd=ROOT, check=False).returncode
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./dev new", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    kinds = parser.add_subparsers(required=True, metavar="event|endpoint|job|screen")
    kind = kinds.add_parser("event", help="schema, sample, publishing command, consumers, bindings, tests")
    kind.add_argument("name", type=_name, metavar="SERVICE.NAME", help="past tense: finance.loan_flagged")
    kind.add_argument("--to", nargs="+", required=True, choices=SERVICES, metavar="SERVICE", help="who hears it")
    kind.set_defaults(write=lambda c, a: event.write(c, a.name, a.to), contracts=True)
    kind = kinds.add_parser("endpoint", help="POST route, schema, command, test")
    kind.add_argument("name", type=_name, metavar="SERVICE.NAME", help="plural, as in its path: finance.loan_flags")
    kind.add_argument("--raises", type=_name, metavar="SERVICE.EVENT", help="an event of ./dev new event")
    kind.add_argument("--permission", help="of lendkit/contracts/permissions.py (default: the service's narrowest)")
    kind.set_defaults(write=lambda c, a: endpoint.write(c, a.name, a.raises, a.permission), contracts=True)
    kind = kinds.add_parser("job", help="daily job, command, test")
    kind.add_argument("name", type=_name, metavar="SERVICE.NAME", help="what it does: finance.flag_stale_loans")
    kind.add_argument(
        "--at", type=time.fromisoformat, default=time(3), metavar="HH:MM", help="Sydney's (default: 03:00)"
    )
    kind.set_defaults(write=lambda c, a: job.write(c, a.name, a.at), contracts=False)
    kind = kinds.add_parser("screen", help="page, route, test")
    kind.add_argument("name", type=_screen, metavar="FEATURE/NAME", help="a folder of frontend/src: reports/loan_flags")
    kind.add_argument("--title", help="as people read it (default: from its name)")
    kind.set_defaults(write=lambda c, a: screen.write(c, a.name[0], a.name[1], a.title), contracts=False)
    return parser


def _name(text: str) -> Name:
    try:
        return Name.of(text)
    except SystemExit as exc:
        raise argparse.ArgumentTypeError(str(exc)) from None


def _screen(text: str) -> tuple[str, str]:
    if not re.fullmatch(r"[a-z]+/[a-z][a-z0-9_]*", text):
        raise argparse.ArgumentTypeError(f"{text} is no name of a screen: write FEATURE/NAME, as in reports/loan_flags")
    feature, _, name = text.partition("/")
    return feature, name
