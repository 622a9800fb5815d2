"""Run one job of a service now, for today or the day given; running it twice does no harm."""

from deploy.local.machine.service_list import SERVICES
from deploy.local.verbs import options, service_commands
from lendkit.process import oneshot


def main(argv: list[str]) -> int:
    parser = options.parser("job", __doc__)
    parser.add_argument("service", choices=SERVICES)
    parser.add_argument("job", help="its name in the service's jobs.py")
    parser.add_argument(
        "--today", type=oneshot.day, metavar="YYYY-MM-DD", help="the Sydney day to run it for (default: today)"
    )
    arguments = parser.parse_args(argv)
    parts = service_commands.services(options.places(arguments))
    today = ["--today", arguments.today.isoformat()] if arguments.today else []
    return service_commands.run(parts, arguments.service, "job", arguments.job, *today)
