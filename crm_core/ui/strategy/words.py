"""Whom a strategy is for, how often, and how that stands, in words."""

from __future__ import annotations

from crm_core.interactions.model import CHANNEL_ICONS, CHANNEL_LABELS, Channel
from crm_core.strategy.model import BeatState, Compared, Shown, Words
from crm_core.ui.relationships.norms import often
from crm_core.ui.text import _, plain


def through(channel: Channel | None) -> str:
    """Return a channel with its icon, Markdown."""
    if channel is None:
        return f":material/forum: {_('any channel')}"
    return f":material/{CHANNEL_ICONS[channel]}: {_(CHANNEL_LABELS[channel])}"


def stand(one: Shown) -> str:
    """Return how a strategy stands as a badge, Markdown."""
    if one.differs:
        return f":orange-badge[:material/difference: {_('Differs from the plan')}]"
    if one.is_in_force:
        return f":green-badge[:material/check_circle: {_('In force today')}]"
    if one.in_force is not None:
        return f":blue-badge[:material/edit_note: {_('Changed, not in force yet')}]"
    return f":gray-badge[:material/edit_note: {_('Draft')}]"


def beat_line(one: Compared) -> str:
    """Return how often through a channel, what about, and where it stands otherwise than in force, Markdown."""
    if one.beat is None:
        line = f"{through(one.channel)} :gray[{_('no longer in the plan')}]"
    else:
        guide = f" :gray[{plain(one.beat.guide.replace(chr(10), ' '))}]" if one.beat.guide else ""
        line = f"{through(one.channel)} **{often(one.beat.days)}**{guide}"
    if one.state is BeatState.DIFFERS:
        now = often(one.norm.days) if one.norm is not None else _("no norm any more")
        is_guide = one.norm is not None and one.was_set is not None and one.norm.days == one.was_set.days
        told = _("differs from the plan: another text") if is_guide else _("differs from the plan: {now}", now=now)
        return f"{line} :orange[:material/difference: {told}]"
    if one.state is BeatState.DRAFT and one.was_set is not None:
        return f"{line} :blue[:material/edit_note: {_('in force: {days}', days=often(one.was_set.days))}]"
    return line


def rule_lines(words: Words) -> list[str]:
    """Return the rules for whoever talks to a customer, each as a small line, Markdown."""
    return [f":small[:green[:material/check_small:] {plain(rule)}]" for rule in words.rules]
