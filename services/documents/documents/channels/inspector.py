"""May this file be kept? Asked of a process that may die of the answer, then of a virus scanner where there is one."""

import json
import logging
import subprocess
from pathlib import Path

from documents.channels import helpers
from documents.domain.kinds import Refusal, too_much
from documents.settings import Settings
from lendkit.values.errors import Unavailable

log = logging.getLogger(__name__)

SECONDS = 15
SCAN_SECONDS = 60


def inspect(path: Path, name: str) -> str:
    """The content type that it will be served with. Raises Refusal, or Unavailable when nobody can look."""
    try:
        answer = json.loads(helpers.run("documents.channels.opening", [str(path), name], seconds=SECONDS))
    except helpers.Died as exc:
        log.warning("file_killed_its_opener", extra={"error": str(exc)[:300]})
        raise too_much() from exc
    if "code" in answer:
        fields = {"code": answer["code"], "fault": answer.get("fault")}
        log.info("file_refused", extra=fields)
        raise Refusal(answer["code"], answer["detail"], answer["status"])
    _scan(path)
    return str(answer["content_type"])


def _scan(path: Path) -> None:
    command = Settings.current().scan_command
    if not command:
        return
    try:
        done = subprocess.run([*command, str(path)], capture_output=True, timeout=SCAN_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as exc:
        raise Unavailable("The virus scanner does not answer. Try again soon.") from exc
    if done.returncode == 1:
        raise Refusal("virus", "A virus was found in this file. It was not kept.")
    if done.returncode != 0:
        log.error("scanner_failed", extra={"status": done.returncode, "error": done.stderr[-300:].decode("latin-1")})
        raise Unavailable("The virus scanner does not answer. Try again soon.")
