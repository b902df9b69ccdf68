"""What a plan wants of each kind of customer, and how that stands against what is in force where people work. No I/O."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from crm_core.access.model import Reach
from crm_core.errors import N_
from crm_core.interactions.model import Channel
from crm_core.relationships.norms.model import SUBJECTS, Norm, NormDraft, Subject


@dataclass(frozen=True, slots=True)
class Beat:
    """How often, through which channel (None: any), and with what."""

    channel: Channel | None
    days: int
    guide: str


@dataclass(frozen=True, slots=True)
class Words:
    """What is wanted of the customers, what service they get, how their value is raised, and short rules, one a line."""

    aim: str = ""
    content: str = ""
    raising: str = ""
    guideline: str = ""

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules, each by itself."""
        return tuple(line for line in self.guideline.splitlines() if line)


@dataclass(frozen=True, slots=True)
class Strategy:
    """A plan's strategy for some customers. ``group``: the tag's name, None where the tag is gone or it is of a rung."""

    strategy_id: int
    subject: Subject
    group: str | None
    words: Words
    beats: tuple[Beat, ...]
    version: int
    updated_at: datetime
    updated_by: str | None


@dataclass(frozen=True, slots=True)
class InForce:
    """What holds for some customers where people work, since when, and by which plan."""

    subject: Subject
    plan_id: int
    plan_name: str | None
    words: Words
    put_at: datetime
    put_by: str | None


@dataclass(frozen=True, slots=True)
class SetNorm:
    """What a plan asked for when it set a norm; ``plan_name`` None: the plan is gone; ``is_closed``: it runs no more."""

    team_id: int | None
    subject: Subject
    channel: Channel | None
    plan_id: int
    plan_name: str | None
    norm_id: int
    days: int
    guide: str
    is_closed: bool = False

    def is_kept(self, norm: Norm | None) -> bool:
        """Return whether a norm of today still is what the plan set."""
        return norm is not None and (norm.days, norm.guide) == (self.days, self.guide)


class Choice(StrEnum):
    """What becomes of the strategy of a plan that is closed."""

    KEPT = "kept"  # it stays until another plan or a hand replaces it
    ENDED = "ended"  # it ended with the plan


@dataclass(frozen=True, slots=True)
class After:
    """What was said of a closed plan's strategy, by whom and when."""

    choice: Choice
    by: str | None
    at: datetime


class ChangeKind(StrEnum):
    """What putting a strategy into force does to a norm."""

    ADDED = "added"
    CHANGED = "changed"
    ENDED = "ended"
    KEPT = "kept"


CHANGE_LABELS = {
    ChangeKind.ADDED: N_("New norm"),
    ChangeKind.CHANGED: N_("Changed norm"),
    ChangeKind.ENDED: N_("Norm ends"),
    ChangeKind.KEPT: N_("Stays as it is"),
}


@dataclass(frozen=True, slots=True)
class NormChange:
    """One norm before and after a strategy is put into force; None: there is none."""

    subject: Subject
    group: str | None
    channel: Channel | None
    before: Norm | None
    after: NormDraft | None

    @property
    def kind(self) -> ChangeKind:
        """What happens to it."""
        if self.before is None:
            return ChangeKind.ADDED
        if self.after is None:
            return ChangeKind.ENDED
        is_same = (self.before.days, self.before.guide) == (self.after.days, self.after.guide)
        return ChangeKind.KEPT if is_same else ChangeKind.CHANGED


class BeatState(StrEnum):
    """How one beat of a plan stands against today's norm."""

    IN_FORCE = "in_force"
    DRAFT = "draft"  # the plan says something else than it put into force, or put nothing yet
    DIFFERS = "differs"  # the norm was changed or removed by hand since


@dataclass(frozen=True, slots=True)
class Compared:
    """One channel of a strategy: what the plan says, what it set, and the norm of today."""

    channel: Channel | None
    beat: Beat | None
    was_set: SetNorm | None
    norm: Norm | None

    @property
    def state(self) -> BeatState:
        """How it stands; what was changed by hand counts before what was changed in the plan."""
        if self.was_set is not None and not self.was_set.is_kept(self.norm):
            return BeatState.DIFFERS
        if self.beat is None or self.was_set is None:
            return BeatState.DRAFT
        is_same = (self.beat.days, self.beat.guide) == (self.was_set.days, self.was_set.guide)
        return BeatState.IN_FORCE if is_same else BeatState.DRAFT


@dataclass(frozen=True, slots=True)
class Shown:
    """A strategy beside what is in force: ``beats`` by channel, any channel first; ``in_force``: this plan's words, if any."""

    strategy: Strategy
    beats: tuple[Compared, ...]
    in_force: InForce | None
    other: InForce | None  # another plan's words hold for these customers

    @property
    def is_in_force(self) -> bool:
        """Whether people work by it as it stands here."""
        words = self.in_force is not None and self.in_force.words == self.strategy.words
        return words and all(one.state is BeatState.IN_FORCE for one in self.beats)

    @property
    def differs(self) -> bool:
        """Whether a norm that it set was changed by hand."""
        return any(one.state is BeatState.DIFFERS for one in self.beats)


def compared(
    subject: Subject, beats: Iterable[Beat], was_set: Iterable[SetNorm], norms: Iterable[Norm]
) -> tuple[Compared, ...]:
    """Return each channel of which the plan says something or once set something, any channel first."""
    drafts = {one.channel: one for one in beats}
    earlier = {one.channel: one for one in was_set if one.subject == subject}
    today = {one.channel: one for one in norms if one.subject == subject}
    return tuple(
        Compared(channel, drafts.get(channel), earlier.get(channel), today.get(channel))
        for channel in (None, *Channel)
        if channel in drafts or channel in earlier
    )


def changes(
    strategies: Iterable[Strategy], was_set: Sequence[SetNorm], norms: Sequence[Norm], team_id: int | None
) -> tuple[NormChange, ...]:
    """Return what becomes of the norms of a team (None: the company's) where a plan's strategies are put into force.

    A type, tier or group for which the plan names contacts has these and no others afterwards. One of which it names none keeps
    its norms, but for those that this plan set before and nobody changed since: they end.
    """
    strategies = tuple(strategies)
    beats = {one.subject: one.beats for one in strategies if one.beats}
    today = {(one.subject, one.channel): one for one in norms}
    earlier = {(one.subject, one.channel): one for one in was_set}
    groups = [(one.subject.tag_id, one.group) for one in norms] + [
        (one.subject.tag_id, one.group) for one in strategies
    ]
    names = {tag_id: group for tag_id, group in groups if tag_id is not None and group is not None}
    known = in_order({*beats, *(one.subject for one in norms), *(one.subject for one in was_set)}, names)
    found = []
    for subject in known:
        wanted = {
            one.channel: NormDraft(subject, one.channel, one.days, one.guide, team_id) for one in beats.get(subject, ())
        }
        for channel in (None, *Channel):
            before, after, put = today.get((subject, channel)), wanted.get(channel), earlier.get((subject, channel))
            if after is None and (
                before is None or (subject not in beats and (put is None or not put.is_kept(before)))
            ):
                continue
            found.append(NormChange(subject, names.get(subject.tag_id or 0), channel, before, after))
    return tuple(found)


def ending(
    before: Mapping[tuple[Subject, Channel | None], Beat | None],
    was_set: Sequence[SetNorm],
    norms: Sequence[Norm],
    plan_id: int,
    team_id: int | None,
) -> tuple[tuple[NormChange, ...], int]:
    """Return what becomes of the norms where a plan's strategy ends, and how many of its norms stay since a hand changed them.

    Each norm that the plan set goes back to what held before; one that it ended comes back, unless something else holds now.
    """
    today = {(one.subject, one.channel): one for one in norms}
    put = {(one.subject, one.channel): one for one in was_set}
    own = {key for key, one in put.items() if one.plan_id == plan_id}
    names = {one.subject.tag_id: one.group for one in norms}
    found, by_hand = [], 0
    for subject in in_order({key[0] for key in (*before, *own)}, {}):
        for channel in (None, *Channel):
            key = (subject, channel)
            beat, now = before.get(key), today.get(key)
            if key in own and not put[key].is_kept(now):
                by_hand += now is not None
            elif key in own or (beat is not None and now is None and key not in put):
                after = None if beat is None else NormDraft(subject, channel, beat.days, beat.guide, team_id)
                found.append(NormChange(subject, names.get(subject.tag_id), channel, now, after))
    return tuple(found), by_hand


@dataclass(frozen=True, slots=True)
class GuidanceRequest:
    """A request for what holds for one customer, as far as the reach opens it."""

    reach: Reach
    customer_id: int


def in_order(subjects: Iterable[Subject], names: Mapping[int, str]) -> list[Subject]:
    """Return subjects as they are listed: types, then tiers, the highest first, then groups by name."""

    def place(one: Subject) -> tuple[int, str, int]:
        if one.rung is not None:
            return (SUBJECTS.index(one.rung), "", 0)
        return (len(SUBJECTS), names.get(one.tag_id or 0, "￿"), one.tag_id or 0)

    return sorted(subjects, key=place)
