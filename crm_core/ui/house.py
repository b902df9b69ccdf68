"""The open store, for pages."""

from __future__ import annotations

from crm_core.server.running import running
from crm_core.settings import service as settings_service
from crm_core.settings.model import Settings
from crm_core.store import Store


def store() -> Store:
    """Return the process's open store."""
    return running().store


def settings() -> Settings:
    """Return the company's choices that hold now."""
    return settings_service.current(store())


def outside_name() -> str | None:
    """Return what the company's sign-in service is called; None where there is none."""
    service = running().environment.oidc
    return service.name if service else None
