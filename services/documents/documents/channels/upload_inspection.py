"""Whether an upload is accepted: a separate process inspects it, then a virus scanner where there is one."""

import json
import logging
import subprocess
from pathlib import Path

from documents.channels import sandbox
from documents.domain import refusals
from documents.domain.refusals import Refusal
from documents.settings import Settings
from lendkit.values.errors import Unavailable

log = logging.getLogger(__name__)

SECONDS = 15
SCAN_SECONDS = 60
SCANNER_UNAVAILABLE = "The virus scanner is temporarily unavailable. Try again shortly."


def inspect(path: Path, name: str) -> str:
    """The content type that it will be served with. Raises Refusal, or Unavailable when it cannot be inspected now."""
    try:
        answer = json.loads(sandbox.run("documents.channels.inspection", [str(path), name], seconds=SECONDS))
    except sandbox.Died as exc:
        log.warning("inspection_died", extra={"error": str(exc)[:300]})
        raise refusals.too_complex() from exc
    if "code" in answer:
        log.info("file_refused", extra={"code": answer["code"], "error": answer.get("error")})
        raise Refusal(answer["code"], answer["detail"], answer["status"])
    _scan(path)
    return str(answer["content_type"])


def _scan(path: Path) -> None:
    command = Settings.current().scan_command
    if not command:
        return
    try:
        result = subprocess.run([*command, str(path)], capture_output=True, timeout=SCAN_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as exc:
        raise Unavailable(SCANNER_UNAVAILABLE) from exc
    if result.returncode == 1:
        raise refusals.virus()
    if result.returncode != 0:
        log.error(
            "scanner_failed", extra={"status": result.returncode, "error": result.stderr[-300:].decode("latin-1")}
        )
        raise Unavailable(SCANNER_UNAVAILABLE)
