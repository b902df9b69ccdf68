"""What can go wrong in the business, each with a sentence that a person can act on.

A message is an English source text with named values; ``ui`` and ``cli`` translate it when they show it. Raise the
narrowest class; catch ``CrmError`` only where something is shown to a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def N_(text: str) -> str:
    """Mark ``text`` for translation and return it unchanged."""
    return text


@dataclass(frozen=True, slots=True)
class Message:
    """A translatable text and the values that go into its ``{names}``."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format(**self.values) if self.values else self.text


def message(text: str, **values: object) -> Message:
    """Return ``text`` with its values, to be translated when it is shown. ``text`` is collected for the catalogues."""
    return Message(text, values)


class CrmError(Exception):
    """The parent of everything that a person did or met, as opposed to a bug."""

    def __init__(self, text: Message) -> None:
        super().__init__(str(text))
        self.message = text


class InvalidInput(CrmError):
    """Some fields hold what cannot be taken. ``fields`` maps a field's name to its message."""

    def __init__(self, fields: Mapping[str, Message]) -> None:
        super().__init__(message(N_("Please check the marked fields.")))
        self.fields = dict(fields)

    def __str__(self) -> str:
        return "; ".join(f"{name}: {text}" for name, text in self.fields.items())


class NotSignedIn(CrmError):
    """Nobody is signed in, or the session has ended."""

    def __init__(self) -> None:
        super().__init__(message(N_("Your session has ended. Please sign in again.")))


class NotPermitted(CrmError):
    """The actor's role does not grant this."""

    def __init__(self, permission: str) -> None:
        super().__init__(message(N_("Your role does not allow this. Ask an administrator if you need it.")))
        self.permission = permission


class NotFound(CrmError):
    """There is no such thing, or it is not the actor's to see: the two read alike."""

    def __init__(self, kind: str, key: object) -> None:
        super().__init__(message(N_("This was not found. It may have been removed, or it is not yours to see.")))
        self.kind = kind
        self.key = key


class StaleWrite(CrmError):
    """Somebody else saved the same record first. ``theirs`` is the stored version, ``mine`` the refused one."""

    def __init__(self, kind: str, key: object, mine: Mapping[str, object], theirs: Mapping[str, object]) -> None:
        super().__init__(
            message(N_("Someone else changed this in the meantime. Compare the two versions and save again."))
        )
        self.kind = kind
        self.key = key
        self.mine = dict(mine)
        self.theirs = dict(theirs)


class AlreadyDone(CrmError):
    """This very form was saved before; ``result`` is what it made then."""

    def __init__(self, result: int | None) -> None:
        super().__init__(message(N_("This was already saved.")))
        self.result = result


class Refused(CrmError):
    """A rule of the business says no; the message says which and what to do."""


class StoreError(CrmError):
    """The store could not do it: busy, full, damaged, newer than this program."""


class UnusableFile(CrmError):
    """A file cannot be read at all; the message says what to do about it."""
