"""Show the last log lines of every process, or of NAME; -f follows them."""

import os
import subprocess

from deploy.docker.stack import Stack, compose_name
from deploy.local.verbs import options


def main(argv: list[str]) -> int:
    parser = options.parser("logs", __doc__)
    parser.add_argument("name", nargs="*", help="processes of ./dev status, or access, supervisor, auth-migrate …")
    parser.add_argument("-f", "--follow", action="store_true")
    parser.add_argument("-n", "--lines", default="40")
    arguments = parser.parse_args(argv)
    places = options.places(arguments)
    containers = Stack.of(places)
    if containers:
        follow = ["--follow"] if arguments.follow else []
        return containers.compose("logs", "--tail", arguments.lines, *follow, *map(compose_name, arguments.name))
    files = [places.log(name) for name in arguments.name] or sorted(places.logs.glob("*.log"))
    missing = [file.stem for file in files if not file.exists()]
    if missing or not files:
        known = ", ".join(sorted(file.stem for file in places.logs.glob("*.log"))) or "none"
        raise SystemExit(f"no log called {', '.join(missing)}; there are: {known}")
    command = ["tail", "-n", arguments.lines, *(["-F"] if arguments.follow else []), *map(str, files)]
    try:
        return subprocess.run(command, env={**os.environ, "LC_ALL": "C.UTF-8"}, check=False).returncode
    except KeyboardInterrupt:
        return 0
