"""A group of companies: who belongs to whom, never in a circle. No I/O."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

MOST_MEMBERS, DEEPEST = 200, 12


def ancestors(parents: Mapping[int, int], one: int) -> Iterator[int]:
    """Yield the parent of ``one``, that one's parent and so on up to the top; a circle ends before it closes."""
    seen = {one}
    here = parents.get(one)
    while here is not None and here not in seen:
        seen.add(here)
        yield here
        here = parents.get(here)


def leads_back(parents: Mapping[int, int], one: int, wanted: int) -> bool:
    """Return whether ``one`` would stand above itself if ``wanted`` became its parent."""
    return wanted == one or one in ancestors(parents, wanted)


@dataclass(frozen=True, slots=True)
class Member:
    """One company of a group as the reach opens it.

    ``is_open`` False: it belongs to another team, and neither name, code nor sales are told. ``net`` in the store's currency,
    of the last twelve months.
    """

    customer_id: int
    parent_id: int | None
    is_open: bool
    code: str | None
    name: str | None
    net: Decimal | None


@dataclass(frozen=True, slots=True)
class Line:
    """A company in its place: ``depth`` 0 is the top of the group."""

    member: Member
    depth: int


@dataclass(frozen=True, slots=True)
class Group:
    """The companies that belong together, from the top down; without lines where a company stands alone."""

    lines: tuple[Line, ...]

    @property
    def net(self) -> Decimal:
        """Net sales of the last twelve months of the companies that are open."""
        return sum((line.member.net or Decimal(0) for line in self.lines), Decimal(0))

    @property
    def hidden(self) -> int:
        """How many companies of the group belong to other teams."""
        return sum(not line.member.is_open for line in self.lines)

    def parent_of(self, customer_id: int) -> Member | None:
        """Return the parent of a company of the group; None where it stands at the top."""
        members = {line.member.customer_id: line.member for line in self.lines}
        here = members.get(customer_id)
        return members.get(here.parent_id) if here is not None and here.parent_id is not None else None


def laid_out(members: Mapping[int, Member]) -> Group:
    """Return the members as a tree, each beneath its parent, the larger buyers first; a circle is cut at its lowest number."""
    parents = {one.customer_id: one.parent_id for one in members.values() if one.parent_id in members}
    known = {child: parent for child, parent in parents.items() if parent is not None}
    tops = {one for one in members if one not in known}
    for one in sorted(members):
        if one not in tops and not tops.intersection(ancestors(known, one)):
            tops.add(one)
            known.pop(one)
    children: dict[int, list[int]] = {}
    for child, parent in known.items():
        children.setdefault(parent, []).append(child)

    def rank(one: int) -> tuple[bool, Decimal, int]:
        return (not members[one].is_open, -(members[one].net or Decimal(0)), one)

    lines: list[Line] = []
    waiting = [(one, 0) for one in sorted(tops, key=rank, reverse=True)]
    while waiting:
        here, depth = waiting.pop()
        lines.append(Line(members[here], depth))
        waiting.extend((child, depth + 1) for child in sorted(children.get(here, ()), key=rank, reverse=True))
    return Group(tuple(lines) if len(lines) > 1 else ())
