"""Where customers meet us 触点: who answers for it, through which channels, how soon, and what is said there. No I/O."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from crm_core.access.model import Reach
from crm_core.customers.model import Fields
from crm_core.errors import N_, InvalidInput, message
from crm_core.interactions.model import Channel
from crm_core.texts import clean_line, key_of

NAME_LIMIT, DEPARTMENT_LIMIT, STANDARD_LIMIT, TITLE_LIMIT, GUIDE_LIMIT = 80, 40, 300, 80, 2_000
MOST_TOUCHPOINTS, MOST_GUIDES, MOST_UNITS = 200, 8, 999


class Phase(StrEnum):
    """Where in the sale a touchpoint lies."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


class Unit(StrEnum):
    """In what an answer is promised: working hours or working days."""

    HOUR = "hour"
    DAY = "day"


class Purpose(StrEnum):
    """What an interaction is about, and what a guide is for."""

    ENQUIRY = "enquiry"
    PRICE = "price"
    ORDER = "order"
    DELIVERY = "delivery"
    PAYMENT = "payment"
    AFTER_SALES = "after_sales"
    COMPLAINT = "complaint"
    CARE = "care"
    OTHER = "other"


PHASE_LABELS = {
    Phase.BEFORE: N_("Before the sale"),
    Phase.DURING: N_("During the sale"),
    Phase.AFTER: N_("After the sale"),
}
UNIT_LABELS = {Unit.HOUR: N_("Working hours"), Unit.DAY: N_("Working days")}
PURPOSE_LABELS = {
    Purpose.ENQUIRY: N_("Enquiry"),
    Purpose.PRICE: N_("Price and objections"),
    Purpose.ORDER: N_("Order placed or changed"),
    Purpose.DELIVERY: N_("Delivery"),
    Purpose.PAYMENT: N_("Invoice and payment"),
    Purpose.AFTER_SALES: N_("After-sales service"),
    Purpose.COMPLAINT: N_("Complaint"),
    Purpose.CARE: N_("Care and return visit"),
    Purpose.OTHER: N_("Another matter"),
}


@dataclass(frozen=True, slots=True)
class Guide:
    """What to say in one situation."""

    purpose: Purpose
    title: str
    text: str


def guides_as_json(guides: Sequence[Guide]) -> str:
    """Return guides as the store keeps them."""
    listed = [{"purpose": one.purpose.value, "title": one.title, "text": one.text} for one in guides]
    return json.dumps(listed, ensure_ascii=False)


def guides_from(text: str) -> tuple[Guide, ...]:
    """Return the guides that the store keeps as ``text``."""
    return tuple(Guide(Purpose(one["purpose"]), one["title"], one["text"]) for one in json.loads(text))


@dataclass(frozen=True, slots=True)
class TouchpointDraft:
    """A touchpoint as a form says it, checked. ``within`` None: no time is promised."""

    phase: Phase
    name: str
    department: str
    owner_id: int
    channels: tuple[Channel, ...]
    standard: str
    within: int | None
    unit: Unit | None
    guides: tuple[Guide, ...]

    @classmethod
    def parse(cls, given: Mapping[str, object]) -> TouchpointDraft:
        """Return the draft of the ``given`` values by field name; ``g1.purpose``, ``g1.title``, ``g1.text`` and so on.

        Raises:
            InvalidInput: with a message a field.
        """
        fields = Fields(given)
        phase = fields.choice("phase", Phase, None)
        name, department = fields.line("name", NAME_LIMIT), fields.line("department", DEPARTMENT_LIMIT)
        if not name:
            fields.problems.setdefault("name", message(N_("A name, please.")))
        if not department:
            fields.problems.setdefault("department", message(N_("Please say which department.")))
        if phase is None:
            fields.problems.setdefault("phase", message(N_("Please choose from the list.")))
        owner = given.get("owner_id")
        if not isinstance(owner, int) or isinstance(owner, bool):
            fields.problems["owner_id"] = message(N_("Please choose who answers for it."))
        channels = _channels(fields, given.get("channels"))
        within, unit = _within(fields, given)
        standard = fields.note("standard", STANDARD_LIMIT)
        guides = _guides(fields)
        fields.check()
        return cls(
            phase or Phase.BEFORE, name or "", department or "", int(str(owner)), channels, standard or "", within, unit, guides
        )  # fmt: skip

    def values(self) -> dict[str, object]:
        """Return the columns as the store and the trail hold them."""
        return {
            "phase": self.phase.value, "name": self.name, "department": self.department, "owner_id": self.owner_id,
            "channels": json.dumps([one.value for one in self.channels]), "standard": self.standard,
            "answer_within": self.within, "answer_unit": self.unit.value if self.unit else None,
            "guides": guides_as_json(self.guides),
        }  # fmt: skip


def _channels(fields: Fields, given: object) -> tuple[Channel, ...]:
    listed = given if isinstance(given, (list, tuple)) else []
    found = {str(one) for one in listed}
    if not found or not found <= set(Channel):
        fields.problems["channels"] = message(N_("Please choose at least one channel."))
        return ()
    return tuple(channel for channel in Channel if channel.value in found)


def _within(fields: Fields, given: Mapping[str, object]) -> tuple[int | None, Unit | None]:
    text = clean_line(str(given.get("within") or ""))
    unit = fields.choice("unit", Unit, Unit.HOUR)
    if not text:
        return None, None
    if not re.fullmatch(r"[0-9]{1,3}", text) or int(text) == 0:
        problem = message(N_("A whole number from {low} to {high}, please."), low=1, high=MOST_UNITS)
        fields.problems["within"] = problem
        return None, None
    return int(text), unit


def _guides(fields: Fields) -> tuple[Guide, ...]:
    found = []
    for number in range(1, MOST_GUIDES + 1):
        title, text = fields.line(f"g{number}.title", TITLE_LIMIT), fields.note(f"g{number}.text", GUIDE_LIMIT)
        purpose = fields.choice(f"g{number}.purpose", Purpose, Purpose.OTHER)
        if title and not text:
            fields.problems.setdefault(f"g{number}.text", message(N_("Please write what to say.")))
        elif text and not title:
            fields.problems.setdefault(f"g{number}.title", message(N_("Please name the situation.")))
        elif title and text:
            found.append(Guide(purpose or Purpose.OTHER, title, text))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """One touchpoint; ``version`` goes back with a change. ``owner`` None: the person is gone."""

    touchpoint_id: int
    phase: Phase
    place: int
    name: str
    department: str
    owner_id: int
    owner: str | None
    is_owner_active: bool
    channels: tuple[Channel, ...]
    standard: str
    within: int | None
    unit: Unit | None
    guides: tuple[Guide, ...]
    version: int

    def draft(self) -> TouchpointDraft:
        """Return what its form holds."""
        return TouchpointDraft(
            self.phase, self.name, self.department, self.owner_id, self.channels, self.standard, self.within, self.unit,
            self.guides,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class RegisterRequest:
    """A request for the register; ``reach`` is that of ``TOUCHPOINT_READ``, the register is the whole company's."""

    reach: Reach


@dataclass(frozen=True, slots=True)
class Gaps:
    """What the register does not think of yet: phases and channels without a touchpoint, and touchpoints nobody answers for."""

    phases: tuple[Phase, ...]
    channels: tuple[Channel, ...]
    deserted: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.phases or self.channels or self.deserted)


def gaps_of(touchpoints: Iterable[Touchpoint]) -> Gaps:
    """Return what a register leaves open."""
    known = tuple(touchpoints)
    phases = {one.phase for one in known}
    channels = {channel for one in known for channel in one.channels}
    return Gaps(
        tuple(phase for phase in Phase if phase not in phases),
        tuple(channel for channel in Channel if channel not in channels),
        tuple(one.name for one in known if not one.is_owner_active),
    )


@dataclass(frozen=True, slots=True)
class Advice:
    """One guide and the touchpoint that it belongs to."""

    touchpoint: Touchpoint
    guide: Guide


def advice_for(
    touchpoints: Iterable[Touchpoint], channel: Channel | None, purpose: Purpose | None
) -> tuple[Advice, ...]:
    """Return the guides for a channel and a purpose, in the register's order; None asks for any.

    A guide for another matter fits every purpose and stands last.
    """
    found = [
        Advice(one, guide)
        for one in touchpoints
        if channel is None or channel in one.channels
        for guide in one.guides
        if purpose is None or guide.purpose in (purpose, Purpose.OTHER)
    ]
    if purpose is not None:
        found.sort(key=lambda advice: advice.guide.purpose is not purpose)
    return tuple(found)


def purpose_of(text: str, names: Mapping[Purpose, Iterable[str]]) -> Purpose | None:
    """Return the purpose that a promise's words name, by what each is called; None where they name none."""
    said = key_of(text)
    for purpose, words in names.items():
        if any(word and key_of(word) in said for word in words):
            return purpose
    return None


def check_room(count: int) -> None:
    """Refuse one more than the register takes.

    Raises:
        InvalidInput: there are as many as there may be.
    """
    if count >= MOST_TOUCHPOINTS:
        raise InvalidInput({"name": message(N_("There are {count} touchpoints. Change one of those."), count=count)})
