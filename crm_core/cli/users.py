"""``users``: who may sign in, as what. Passwords never stand on the command line."""

from __future__ import annotations

import argparse
import getpass
import sys

from crm_core.access.model import Role
from crm_core.cli.command import DONE, Call, WrongUsage, common_options
from crm_core.cli.output import aligned
from crm_core.team import service as team
from crm_core.team.model import User

_ROLES = [role.value for role in Role]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to do, and with whom."""
    acts = parser.add_subparsers(title="what to do", dest="act", metavar="ACT", required=True)
    add = acts.add_parser(
        "add", parents=[common_options()], help="make a user; prints a throw-away password unless one is given"
    )
    add.add_argument("username")
    add.add_argument("--role", required=True, choices=_ROLES)
    add.add_argument("--team", metavar="NAME", help="the team, which a lead and staff need")
    add.add_argument("--create-team", action="store_true", help="make the team where there is none of that name")
    add.add_argument("--name", metavar="NAME", help="the name that others see (default: the user name)")
    _take_password(add, "read the password from standard input")
    acts.add_parser("list", parents=[common_options()], help="all users")
    disable = acts.add_parser("disable", parents=[common_options()], help="sign a user out at once and for good")
    disable.add_argument("username")
    password = acts.add_parser(
        "set-password", parents=[common_options()], help="give a user another password; asks for it on the terminal"
    )
    password.add_argument("username")
    _take_password(password, "read it from standard input")
    password.add_argument("--generate", action="store_true", help="make a throw-away password and print it")
    role = acts.add_parser(
        "set-role", parents=[common_options()], help="give a user another role; ends the user's sessions"
    )
    role.add_argument("username")
    role.add_argument("role", choices=_ROLES)
    role.add_argument("--team", metavar="NAME", help="the team, which a lead and staff need")
    parser.set_defaults(ask=ask)


def _take_password(parser: argparse.ArgumentParser, help_text: str) -> None:
    parser.add_argument("--password-stdin", action="store_true", help=help_text)


def ask(options: argparse.Namespace) -> str:
    """Return the password that the command needs, from standard input or asked for twice on the terminal.

    Raises:
        WrongUsage: there is nobody to ask, or the two differ.
    """
    if getattr(options, "password_stdin", False):
        return sys.stdin.readline().rstrip("\r\n")
    if options.act != "set-password" or options.generate:
        return ""
    if not sys.stdin.isatty():
        raise WrongUsage("There is no terminal to ask on. Use --password-stdin or --generate.")
    first = getpass.getpass("New password: ")
    if first != getpass.getpass("Once more: "):
        raise WrongUsage("The two passwords differ. Nothing was changed.")
    return first


def run(call: Call) -> int:
    """Do what was asked for and return 0."""
    acts = {"add": _add, "list": _list, "disable": _disable, "set-password": _set_password, "set-role": _set_role}
    acts[call.options.act](call)
    return DONE


def _add(call: Call) -> None:
    options = call.options
    given = {
        "username": options.username,
        "display_name": options.name or options.username,
        "role": options.role,
        "team_id": _team_id(call, is_made=options.create_team),
    }
    password = call.typed if options.password_stdin else None
    made = team.add_user(call.store, call.actor, given, password=password)
    call.say(f"Added {made.username} as {options.role}.")
    _tell_password(call, made.username, None if options.password_stdin else made.password)


def _list(call: Call) -> None:
    users = team.users(call.store, call.actor)
    head = ("USER NAME", "NAME", "ROLE", "TEAM", "STATE", "LAST SIGN-IN (UTC)")
    for line in aligned([head, *(_columns(user) for user in users)]):
        call.say(line)
    call.show([_as_json(user) for user in users])


def _columns(user: User) -> tuple[str, ...]:
    seen = user.signed_in_at.strftime("%Y-%m-%d %H:%M") if user.signed_in_at else "never"
    state = "active" if user.is_active else "disabled"
    return (user.username, user.display_name, user.role.value, user.team_name or "", state, seen)


def _as_json(user: User) -> dict[str, object]:
    return {
        "username": user.username,
        "name": user.display_name,
        "role": user.role.value,
        "team": user.team_name,
        "is_active": user.is_active,
        "signed_in_at": user.signed_in_at and user.signed_in_at.isoformat(),
    }


def _disable(call: Call) -> None:
    user = team.user_named(call.store, call.actor, call.options.username)
    left = team.disable_user(call.store, call.actor, user.user_id)
    call.say(f"Disabled {user.username}.")
    if left.is_anything:
        call.say(
            f"To be taken over: {left.customer_count} customers, {left.follow_up_count} open follow-ups, "
            f"{left.touchpoint_count} touchpoints."
        )
    call.show(
        {
            "username": user.username, "customers": left.customer_count, "follow_ups": left.follow_up_count,
            "touchpoints": left.touchpoint_count,
        }
    )  # fmt: skip


def _set_password(call: Call) -> None:
    user = team.user_named(call.store, call.actor, call.options.username)
    shown = None
    if call.options.generate:
        shown = team.reset_password(call.store, call.actor, user.user_id).password
    else:
        team.set_password(call.store, call.actor, user.user_id, call.typed)
    call.say(f"{user.username} has another password and has to sign in again.")
    _tell_password(call, user.username, shown)


def _set_role(call: Call) -> None:
    user = team.user_named(call.store, call.actor, call.options.username)
    given = {"role": call.options.role}
    if call.options.team is not None or call.options.role not in ("lead", "staff"):
        given["team_id"] = _team_id(call, is_made=False)
    changed = team.change_user(call.store, call.actor, user.user_id, given, user.version)
    call.say(f"{changed.username} is now {changed.role.value}.")
    call.show({"username": changed.username, "role": changed.role.value, "team": changed.team_name})


def _tell_password(call: Call, username: str, password: str | None) -> None:
    if password is not None:
        call.say(f"The password, shown this once and to be changed at the first sign-in: {password}")
    call.show({"username": username, "password": password})


def _team_id(call: Call, *, is_made: bool) -> str:
    name = call.options.team
    if name is None:
        return ""
    known = {found.name: found.team_id for found in team.teams(call.store, call.actor) if found.is_active}
    if name not in known and not is_made:
        there = ", ".join(known) or "none"
        raise WrongUsage(f"There is no team {name}. There are: {there}. With users add, --create-team makes it.")
    return str(known[name] if name in known else team.add_team(call.store, call.actor, name))
