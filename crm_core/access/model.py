"""Who acts, what a role grants, and how far: types without I/O."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from crm_core.errors import N_, NotPermitted


class Role(StrEnum):
    """What a person is in the company; the values are what the store and the command line say."""

    ADMIN = "admin"
    MANAGER = "manager"
    LEAD = "lead"
    STAFF = "staff"
    READER = "reader"


class Scope(StrEnum):
    """How far a grant reaches: the own rows, the team's, all."""

    OWN = "own"
    TEAM = "team"
    ALL = "all"


ROLE_LABELS = {
    Role.ADMIN: N_("Administrator"),
    Role.MANAGER: N_("Manager"),
    Role.LEAD: N_("Team lead"),
    Role.STAFF: N_("Staff"),
    Role.READER: N_("Reader"),
}


def fold_username(username: str) -> str:
    """Return the form under which a user name is kept and compared."""
    return unicodedata.normalize("NFKC", username).strip().casefold()[:64]


class Permission(StrEnum):
    """Everything that a role may be granted, as room and action."""

    BOARD_READ = "board.read"
    NUMBER_EXPORT = "number.export"
    CUSTOMER_READ = "customer.read"
    CUSTOMER_ADD = "customer.add"
    CUSTOMER_EDIT = "customer.edit"
    CUSTOMER_ASSIGN = "customer.assign"
    CUSTOMER_REVEAL = "customer.reveal"
    CUSTOMER_EXPORT = "customer.export"
    CUSTOMER_CLAIM = "customer.claim"
    CUSTOMER_RELEASE = "customer.release"
    CUSTOMER_KEEP = "customer.keep"
    ATTACHMENT_ADD = "attachment.add"
    ATTACHMENT_TAKE = "attachment.take"
    POOL_RULE = "pool.rule"
    WORK_HAND_OVER = "work.hand_over"
    CUSTOMER_MERGE = "customer.merge"
    TAG_EDIT = "tag.edit"
    VIEW_SHARE = "view.share"
    ABSENCE_EDIT = "absence.edit"
    COLLABORATION_ASK = "collaboration.ask"
    COLLABORATION_ANSWER = "collaboration.answer"
    INTERACTION_READ = "interaction.read"
    INTERACTION_LOG = "interaction.log"
    DAY_READ = "day.read"
    TARGET_READ = "target.read"
    TARGET_EDIT = "target.edit"
    PLAN_READ = "plan.read"
    PLAN_EDIT = "plan.edit"
    PLAN_EXPORT = "plan.export"
    ACTION_EDIT = "action.edit"
    SECTION_WRITE = "section.write"
    IMPORT_RUN = "import.run"
    SURVEY_READ = "survey.read"
    SURVEY_EDIT = "survey.edit"
    SURVEY_EXPORT = "survey.export"
    RELATION_READ = "relation.read"
    STANDING_SET = "standing.set"
    CRITERION_EDIT = "criterion.edit"
    NORM_READ = "norm.read"
    NORM_EDIT = "norm.edit"
    VISIT_READ = "visit.read"
    VISIT_RULE = "visit.rule"
    TOUCHPOINT_READ = "touchpoint.read"
    TOUCHPOINT_EDIT = "touchpoint.edit"
    SUGGESTION_ANSWER = "suggestion.answer"
    COMMENT_WRITE = "comment.write"
    USER_MANAGE = "user.manage"
    SETTING_EDIT = "setting.edit"
    JOB_MANAGE = "job.manage"
    CONSENT_LOG = "consent.log"
    AUDIT_READ = "audit.read"
    SIGHT_READ = "sight.read"
    SUBJECT_EXPORT = "subject.export"
    ERASURE_ASK = "erasure.ask"
    ERASURE_RUN = "erasure.run"
    SYSTEM_READ = "system.read"
    BACKUP_RUN = "backup.run"
    RESTORE_RUN = "restore.run"
    ACCOUNT_OWN = "account.own"
    NOTICE_OWN = "notice.own"


@dataclass(frozen=True, slots=True)
class Reach:
    """The rows that an actor may see, as SQL takes it: ``scope``, ``teams``, ``me``.

    In SQL: ``($scope = 'all' or team_id = any($teams) or owner_id = $me)``; ``teams`` is empty unless the scope is team.
    """

    scope: Scope
    teams: tuple[int, ...]
    me: int
    stands_in_for: tuple[int, ...] = ()  # who is away today with me as deputy

    def named(self) -> dict[str, object]:
        """Return ``{"scope", "teams", "me"}`` for analytic SQL with named parameters."""
        return {"scope": self.scope.value, "teams": list(self.teams), "me": self.me}

    def positional(self) -> list[object]:
        """Return ``[scope, teams, me]`` for transactional SQL with $1, $2, $3."""
        return [self.scope.value, list(self.teams), self.me]


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever does it: a user, the console (id 0) or the scheduler (id -1)."""

    user_id: int
    name: str
    role: Role
    team_id: int | None = None
    stands_in_for: tuple[int, ...] = ()  # who is away today with this person as deputy

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Actor:
        """Return the actor that a user's row is: ``user_id``, ``display_name``, ``role``, ``team_id``.

        ``stands_in_for``, where the row has it, lists who is away today with this person as deputy.
        """
        absent = tuple(row.get("stands_in_for") or ())
        return cls(row["user_id"], row["display_name"], Role(row["role"]), row["team_id"], absent)

    def scope(self, permission: Permission) -> Scope | None:
        """Return how far the actor's role grants ``permission``; None where it does not."""
        from crm_core.access.policy import scope_of  # noqa: PLC0415 - the table names this module's types

        return scope_of(self.role, permission)

    def may(self, permission: Permission) -> bool:
        """Return whether the role grants ``permission`` in any scope."""
        return self.scope(permission) is not None

    def require(self, permission: Permission) -> Reach:
        """Return how far the actor may.

        Raises:
            NotPermitted: the role does not grant it.
        """
        scope = self.scope(permission)
        if scope is None:
            raise NotPermitted(permission)
        teams = (self.team_id,) if scope is Scope.TEAM and self.team_id is not None else ()
        return Reach(scope, teams, self.user_id, self.stands_in_for)


CONSOLE = Actor(0, "console", Role.ADMIN)
SCHEDULER = Actor(-1, "scheduler", Role.ADMIN)
NOBODY = Actor(-2, "nobody", Role.READER)  # who fails to sign in; only ever named in the trail
