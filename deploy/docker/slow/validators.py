"""What can be said of the files without running them."""

import os
import tempfile
from pathlib import Path

from deploy.docker.slow import licences, secrets, tools
from deploy.docker.stack import compose_command
from deploy.local.infra.nginx import binary
from deploy.local.machine.places import ROOT
from deploy.local.quality.steps import Steps
from gateway import serve
from gateway.render import render

# Names that are not ours end at the default server, so the Host that is passed on, with its port, is one of ours; and
# a file of the SPA is looked for three times at most.
GIXY_SKIPS = "host_spoofing,try_files_is_evil_too"
WORKFLOWS = ROOT / ".github" / "workflows"


def run(steps: Steps) -> None:
    if not steps.do("install the validators", tools.ensure):
        return
    dockerfiles: list[str | Path] = ["Dockerfile", *sorted((ROOT / "deploy/docker/standins").glob("*/Dockerfile"))]
    steps.run("hadolint", [tools.tool("hadolint"), "--config", "deploy/docker/hadolint.yaml", *dockerfiles])
    _gateway(steps)
    schema: list[str | Path] = [tools.tool("check-jsonschema"), "--builtin-schema"]
    steps.run("compose file, by the specification", [*schema, "vendor.compose-spec", "docker-compose.yml"])
    steps.run("compose file, as compose reads it", [*compose_command(), "-f", "docker-compose.yml", "config", "-q"])
    workflows = sorted(WORKFLOWS.glob("*.yml"))
    if workflows:
        steps.run("workflows, by the specification", [*schema, "vendor.github-workflows", *workflows])
        steps.run("workflows, by zizmor", [tools.tool("zizmor"), "--offline", "--quiet", WORKFLOWS])
    steps.do("secrets", secrets.check)
    steps.do("licences", licences.check)


def _gateway(steps: Steps) -> None:
    """The configuration as it is in the container, but for the name server, which only a container has."""
    with tempfile.TemporaryDirectory(prefix="lend-gateway-") as folder:
        run = Path(folder)
        user = " user root;" if os.geteuid() == 0 else ""
        here = {"RUN_DIR": folder, "MAIN_DIRECTIVES": f"daemon off;{user}", "SPA_DIR": folder}
        file = render({**serve.values(), **here}, run)
        steps.run("nginx -t", [binary(), "-t", "-q", "-p", folder, "-c", file, "-e", "stderr"])
        steps.run("gixy", [tools.tool("gixy"), "--skips", GIXY_SKIPS, file])
