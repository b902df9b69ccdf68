"""When a customer falls back to the public pool: a rule, and what it would do."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from crm_core.access.model import Reach
from crm_core.customers.model import REGION_LIMIT, Fields, Kind
from crm_core.errors import N_, InvalidInput, Message, message
from crm_core.relationships.model import LADDERS, RUNG_LABELS, Dimension, Rung

NAME_LIMIT, MOST_DAYS, MOST_WARN_DAYS, MOST_A_NIGHT, SHOWN = 60, 3650, 60, 2000, 200
NO_TIER = "none"
# The tiers that a rule can name, the lowest first: it is they who fall back.
TIER_LABELS: Mapping[str, str] = {
    **{rung.value: RUNG_LABELS[rung] for rung in reversed(LADDERS[Dimension.TIER])},
    NO_TIER: N_("No tier yet"),
}


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """A rule as a form says it, checked. Days None: not asked; kind, team, region None and no tiers: for all."""

    name: str
    quiet_days: int | None
    unsold_days: int | None
    kind: Kind | None
    team_id: int | None
    region: str | None
    warn_days: int
    most_a_night: int
    tiers: tuple[str, ...] = ()

    @classmethod
    def parse(cls, given: Mapping[str, object]) -> RuleDraft:
        """Return the draft of the ``given`` values by field name.

        Raises:
            InvalidInput: with a message a field; neither days without contact nor without purchase is one.
        """
        fields = Fields(given)
        name = fields.line("name", NAME_LIMIT)
        if not name:
            fields.problems.setdefault("name", message(N_("A name, please.")))
        quiet = _whole(fields, given, "quiet_days", 1, MOST_DAYS)
        unsold = _whole(fields, given, "unsold_days", 1, MOST_DAYS)
        if quiet is None and unsold is None and not {"quiet_days", "unsold_days"} & set(fields.problems):
            fields.problems["quiet_days"] = message(N_("Give days without contact, without purchase, or both."))
        warn = _whole(fields, given, "warn_days", 0, MOST_WARN_DAYS)
        most = _whole(fields, given, "most_a_night", 1, MOST_A_NIGHT)
        for field, value in (("warn_days", warn), ("most_a_night", most)):
            if value is None:
                fields.problems.setdefault(field, message(N_("A number, please.")))
        team = given.get("team_id")
        kind = fields.choice("kind", Kind, None)
        region = fields.line("region", REGION_LIMIT)
        tiers = _tiers(fields, given.get("tiers"))
        fields.check()
        return cls(
            name or "", quiet, unsold, kind, team if isinstance(team, int) else None, region, warn or 0, most or 1, tiers
        )  # fmt: skip

    def values(self) -> dict[str, object]:
        """Return the columns as the store holds them."""
        return {
            "name": self.name, "quiet_days": self.quiet_days, "unsold_days": self.unsold_days,
            "kind": self.kind.value if self.kind else None, "team_id": self.team_id, "region": self.region,
            "warn_days": self.warn_days, "most_a_night": self.most_a_night,
        }  # fmt: skip

    def told(self) -> dict[str, object]:
        """Return what the trail holds."""
        return {**self.values(), "tiers": ", ".join(self.tiers) or None}


def _tiers(fields: Fields, given: object) -> tuple[str, ...]:
    """Return the named tiers in their order, each once; none where all of them are: that is for all."""
    named = set(given) if isinstance(given, Collection) and not isinstance(given, str) else set()
    if named - set(TIER_LABELS):
        fields.problems["tiers"] = message(N_("Please choose from the list."))
    return () if named >= set(TIER_LABELS) else tuple(tier for tier in TIER_LABELS if tier in named)


def _whole(fields: Fields, given: Mapping[str, object], name: str, low: int, high: int) -> int | None:
    text = str(given.get(name) if given.get(name) is not None else "").strip()
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,4}", text) or not low <= int(text) <= high:
        problem: Message = message(N_("A whole number from {low} to {high}, please."), low=low, high=high)
        fields.problems[name] = problem
        return None
    return int(text)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; ``switched_on_at`` None: nothing happens. ``version`` goes back with a change."""

    rule_id: int
    name: str
    quiet_days: int | None
    unsold_days: int | None
    kind: Kind | None
    team_id: int | None
    team: str | None
    region: str | None
    warn_days: int
    most_a_night: int
    switched_on_at: datetime | None
    version: int
    tiers: tuple[str, ...]

    def draft(self) -> RuleDraft:
        """Return what its form holds."""
        return RuleDraft(
            self.name, self.quiet_days, self.unsold_days, self.kind, self.team_id, self.region, self.warn_days,
            self.most_a_night, self.tiers,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class RulesRequest:
    """A request for all rules; ``reach`` is that of ``POOL_RULE``."""

    reach: Reach


@dataclass(frozen=True, slots=True)
class PreviewRequest:
    """What would a rule do as of a day? ``reach`` is that of ``POOL_RULE``."""

    reach: Reach
    rule_id: int
    today: date


@dataclass(frozen=True, slots=True)
class DueCustomer:
    """A customer whom a rule releases: whose it is, when it was last contacted, bought last, and since when it is held.

    ``tier`` None: nobody has said one.
    """

    customer_id: int
    code: str
    name: str
    owner_id: int
    owner: str | None
    team_id: int | None
    version: int
    last_contact_on: date | None
    last_purchase_on: date | None
    held_since_on: date
    tier: Rung | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rule would do if it were on: who is due today, the longest first (at most 200 named), and how many in all.

    ``soon`` counts those who become due within the days of the warning, today's included.
    """

    due: tuple[DueCustomer, ...]
    total: int
    soon: int


def checked(draft: RuleDraft, teams: set[int]) -> RuleDraft:
    """Return the draft.

    Raises:
        InvalidInput: at ``team_id``, where there is no such team.
    """
    if draft.team_id is not None and draft.team_id not in teams:
        raise InvalidInput({"team_id": message(N_("Please choose from the list."))})
    return draft
