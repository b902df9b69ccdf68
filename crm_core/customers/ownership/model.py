"""Requests to collaborate on a colleague's customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crm_core.access.model import Reach

MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class CollaborationRequest:
    """One open request: who asks for which customer, and why; ``version`` goes back with the answer."""

    request_id: int
    customer_id: int
    customer: str
    asked_by: int
    who: str
    team: str | None
    reason: str
    asked_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Collaborator:
    """Somebody who works along on a customer."""

    user_id: int
    name: str
    team: str | None
    since_at: datetime


@dataclass(frozen=True, slots=True)
class WaitingRequests:
    """A request for the open requests that an actor with this reach may answer; for one customer, or all (None)."""

    reach: Reach
    customer_id: int | None = None
