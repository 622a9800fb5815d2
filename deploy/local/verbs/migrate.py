"""Bring the databases of the running stack to their newest revision: all, or the services named."""

from deploy.local.machine.service_list import SERVICES, present
from deploy.local.verbs import options, service_commands


def main(argv: list[str]) -> int:
    parser = options.parser("migrate", __doc__)
    parser.add_argument("service", nargs="*", metavar="SERVICE", help=", ".join(SERVICES))
    arguments = parser.parse_args(argv)
    unknown = set(arguments.service) - set(SERVICES)
    if unknown:
        parser.error(f"unknown service: {', '.join(sorted(unknown))}")
    parts = service_commands.services(options.places(arguments))
    return max(service_commands.run(parts, service, "migrate") for service in arguments.service or present())
