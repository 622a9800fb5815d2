"""Bring the databases of the running stack to their newest revision: all, or the services named."""

from deploy.local import inside, options
from deploy.local.roster import SERVICES, present


def main(argv: list[str]) -> int:
    parser = options.parser("migrate", __doc__)
    parser.add_argument("service", nargs="*", metavar="SERVICE", help=", ".join(SERVICES))
    arguments = parser.parse_args(argv)
    unknown = set(arguments.service) - set(SERVICES)
    if unknown:
        parser.error(f"no service is called {', '.join(sorted(unknown))}")
    parts = inside.services(options.places(arguments))
    return max(inside.run(parts, service, "migrate") for service in arguments.service or present())
