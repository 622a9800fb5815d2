"""Open psql as the owner of a service's tables; arguments after SERVICE go to psql."""

import os

from deploy.docker.stack import Stack
from deploy.local.infra import credentials
from deploy.local.infra.postgres import binaries
from deploy.local.machine.service_list import SERVICES
from deploy.local.supervise import stack_file
from deploy.local.verbs import options


def main(argv: list[str]) -> int:
    parser = options.parser("psql", __doc__)
    parser.add_argument("service", choices=SERVICES)
    arguments, rest = parser.parse_known_args(argv)
    places = options.places(arguments)
    login = stack_file.read(places)["databases"][arguments.service]
    containers = Stack.of(places)
    secrets = credentials.load(containers.secrets if containers else places)
    owner = login.replace(
        f"//{arguments.service}:{secrets['logins'][arguments.service]}@",
        f"//{arguments.service}_owner:{secrets['owners'][arguments.service]}@",
    )
    program = binaries() / "bin" / "psql"
    os.execv(program, [str(program), owner, *rest])
