"""What the package of a service offers: its settings, its handlers, its jobs, and modules that not all of them have."""

import importlib
import importlib.util
from types import ModuleType
from typing import Any

from lendkit.runtime.settings import Settings


def settings(name: str) -> Settings:
    """From the environment; raises MissingSettings."""
    settings_: Settings = importlib.import_module(f"{name}.settings").Settings.from_env(name)
    return settings_


def has(name: str, module: str) -> bool:
    """Without importing it."""
    try:
        return importlib.util.find_spec(f"{name}.{module}") is not None
    except ModuleNotFoundError:  # it has not even the package around it
        return False


def part(name: str, module: str) -> ModuleType | None:
    """None when the service has no such module; one that is there and fails to import raises."""
    return importlib.import_module(f"{name}.{module}") if has(name, module) else None


def handlers(name: str) -> dict[str, Any]:
    """Event type → handlers."""
    module = part(name, "consumers")
    return dict(module.HANDLERS) if module else {}


def jobs(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Its sweeps, and its daily and weekly jobs."""
    module = part(name, "jobs")
    return dict(getattr(module, "SCHEDULE", {})), dict(getattr(module, "DAILY", {}))
