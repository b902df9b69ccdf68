"""Files for people: the board as a presentation, a plan as a document. Who may is the policy's to say; each file is in the trail.

The libraries that write them take long to load and are loaded with the first file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission, Reach
from crm_core.access.policy import EXPORTS
from crm_core.board import service as board
from crm_core.board.figures import Figures
from crm_core.board.service import Ask
from crm_core.documents.board_deck import board_deck
from crm_core.documents.fitting import line_of
from crm_core.documents.occasion import Occasion
from crm_core.documents.plan_report import plan_report
from crm_core.documents.review_deck import review_deck
from crm_core.i18n import Language
from crm_core.metrics.folders import metric
from crm_core.periods import PeriodKind
from crm_core.plans.service import LookRequest, viewer_of
from crm_core.reviews.service import ReviewRequest, review_view
from crm_core.settings import service as settings
from crm_core.store import Store
from crm_core.targets.model import ScopeChoice, TargetScope
from crm_core.targets.service import ScopesRequest, readable_scopes

_FORBIDDEN = str.maketrans(dict.fromkeys('\\/:*?"<>|%', " "))
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class BoardWanted:
    """Which board somebody wants as a file: period, whose numbers, the metric of its charts, and in which language."""

    language: Language
    as_of: date
    kind: PeriodKind
    day: date
    scope: TargetScope
    align_to_festival: bool = False
    metric_id: str = "net_sales"


@dataclass(frozen=True, slots=True)
class PlanWanted:
    """Which plan somebody wants as a file, as of which day, and in which language."""

    language: Language
    plan_id: int
    today: date


@dataclass(frozen=True, slots=True)
class ReviewWanted:
    """Which review somebody wants as a file and in which language; ``as_of``: with the numbers of another day."""

    language: Language
    plan_id: int
    review_id: int
    today: date
    as_of: date | None = None


def board_file(store: Store, actor: Actor, wanted: BoardWanted, ask: Ask) -> bytes:
    """Return the board as a presentation, after an entry in the trail says who took which.

    Raises:
        NotPermitted: the role may not take numbers out.
        NotFound: no such metric, team or person, or not within reach.
    """
    from crm_core.documents.pptx_file import deck_bytes  # noqa: PLC0415 - python-pptx: a second that no start waits for

    reach = actor.require(EXPORTS["board_deck"])
    metric(wanted.metric_id)
    request = board.ViewRequest(
        reach, wanted.as_of, wanted.kind, wanted.day, wanted.scope, align_to_festival=wanted.align_to_festival
    )
    seen = board.view(store, request)
    with store.transaction() as transaction:
        told = {
            "metric": wanted.metric_id, "scope": seen.scope.kind.value, "scope_id": seen.scope.scope_id,
            "first": seen.period.first, "last": seen.period.last, "file": "pptx",
        }  # fmt: skip
        audit.record(transaction, actor, audit.Change("export", "board", None, None, told))
    scopes = tuple(ask(readable_scopes, ScopesRequest(reach)))
    return deck_bytes(board_deck(ask, seen, wanted.metric_id, _occasion(store, actor, wanted.language, scopes)))


def plan_document(store: Store, actor: Actor, wanted: PlanWanted, ask: Ask) -> bytes:
    """Return a plan as a document with what the actor may see of it, after an entry in the trail says who took which.

    Raises:
        NotPermitted: the role may not take plans out.
        NotFound: there is no such plan, or it is not the actor's to see.
    """
    from crm_core.documents.docx_file import report_bytes  # noqa: PLC0415 - python-docx: as above

    actor.require(EXPORTS["plan_report"])
    request = LookRequest(viewer_of(actor), wanted.plan_id, wanted.today, has_trends=False)
    report = plan_report(ask, request, _occasion(store, actor, wanted.language))
    with store.transaction() as transaction:
        told = {"file": "docx", "name": report.title}
        audit.record(transaction, actor, audit.Change("export", "plan", wanted.plan_id, None, told))
    return report_bytes(report)


def review_file(store: Store, actor: Actor, wanted: ReviewWanted, ask: Ask) -> bytes:
    """Return a review as a presentation with what the actor may see of it, after an entry in the trail says who took which.

    Raises:
        NotPermitted: the role may not take plans out.
        NotFound: there is no such plan or review, or it is not the actor's to open.
    """
    from crm_core.documents.pptx_file import deck_bytes  # noqa: PLC0415 - python-pptx: as above

    actor.require(EXPORTS["review_deck"])
    request = ReviewRequest(viewer_of(actor), wanted.plan_id, wanted.review_id, wanted.today, wanted.as_of)
    view = review_view(ask, request)
    deck = review_deck(view, _occasion(store, actor, wanted.language))
    with store.transaction() as transaction:
        told = {"file": "pptx", "held_on": view.review.held_on, "name": view.plan.name}
        audit.record(transaction, actor, audit.Change("export", "plan_review", wanted.review_id, None, told))
    return deck_bytes(deck)


def _occasion(store: Store, actor: Actor, language: Language, scopes: tuple[ScopeChoice, ...] = ()) -> Occasion:
    choices = settings.current(store)
    figures = Figures(language, choices.currency, choices.first_month)
    plans = viewer_of(actor) if actor.may(Permission.PLAN_READ) else None
    reaches = (_reach(actor, one) for one in (Permission.CUSTOMER_READ, Permission.TOUCHPOINT_READ))
    return Occasion(figures, scopes, choices.company_name, choices.zone, actor.name, clock.now(), plans, *reaches)


def _reach(actor: Actor, permission: Permission) -> Reach | None:
    return actor.require(permission) if actor.may(permission) else None


def file_name(*parts: str, ending: str) -> str:
    """Return a file's name of ``parts``, without the signs that some system forbids, no longer than any takes."""
    name = line_of(" ".join(part for part in parts if part).translate(_FORBIDDEN)).strip(". ")
    return f"{name[:_LONGEST_NAME].rstrip('. ') or 'file'}.{ending}"
