"""Render the gateway's configuration: every `${NAME}` needs a value, and nginx's own `$names` stay as they are."""

import re
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).resolve().parent
_NAME = re.compile(r"\$\{([A-Z][A-Z0-9_]*)\}")

DEFAULTS: Mapping[str, str] = {
    "SITE_DIR": str(HERE / "site"),
    "OPENAPI_DIR": str(HERE.parent / "frontend" / "openapi"),
    "ASYNCAPI_FILE": str(HERE.parent / "shared" / "lendkit" / "contracts" / "asyncapi.json"),
    "MAIN_DIRECTIVES": "",
    "WORKER_PROCESSES": "auto",
    "ERROR_LOG": "stderr",
    "ACCESS_LOG": "/dev/stdout",
    "TRUSTED_PROXIES": "",
    "FORWARDED_PROTO": "$scheme",
    "RESOLVER": "",
    "SOCKET_SCHEMES": "wss://$http_host",
    "API_RATE": "50r/s",
    "API_BURST": "200",
    "LOGIN_RATE": "30r/m",
    "LOGIN_BURST": "10",
    "CALLS_PER_CALLER": "200",
    "SOCKETS_PER_CALLER": "200",
}


def render(values: Mapping[str, str], target: Path) -> Path:
    """Write the whole configuration under `target`; returns the main file. Raises KeyError for a missing value."""
    settings = {**DEFAULTS, **values, "GATEWAY_DIR": str(target)}
    folder = target / "conf"
    folder.mkdir(parents=True, exist_ok=True)
    for source in sorted((HERE / "conf").glob("*.conf")):
        _write(source, folder / source.name, settings)
    main = target / "nginx.conf"
    _write(HERE / "nginx.conf.template", main, settings)
    return main


def _write(source: Path, target: Path, values: Mapping[str, str]) -> None:
    text = source.read_text(encoding="utf-8")
    target.write_text(_NAME.sub(lambda match: values[match.group(1)], text), encoding="utf-8")
