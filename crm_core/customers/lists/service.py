"""Finding customers: the list with its filters, and the few that fit while somebody types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from crm_core.access.model import Reach
from crm_core.customers import repository as customers
from crm_core.customers.lists import repository
from crm_core.customers.lists.model import CustomerListRequest, CustomerPage, Pick, PickRequest
from crm_core.customers.model import Owner
from crm_core.customers.ownership.model import MOST_AT_ONCE
from crm_core.customers.profile.own_fields.exporting import fields_for_file, with_own_columns
from crm_core.store import Store
from crm_core.store.reads import reads

_TABLES = (
    "customer", "collaborator", "purchase", "interaction", "follow_up", "app_user", "team", "customer_standing", "customer_tag",
    "tag", "customer_stage", "customer_origin", "own_field", "own_field_value", "customer_potential", "setting",
)  # fmt: skip


@reads(*_TABLES)
def customer_list(store: Store, request: CustomerListRequest) -> CustomerPage:
    """Return one page of the customers that the reach opens, masked, and name and code of those in the public pool."""
    return repository.find_page(store, request)


@reads(*_TABLES)
def ids_found(store: Store, request: CustomerListRequest) -> tuple[int, ...]:
    """Return the customers of a whole list, at most 500: as many as change hands at once."""
    return tuple(repository.find_ids(store, request, MOST_AT_ONCE))


def all_lines(store: Store, request: CustomerListRequest, own: Sequence[str] = ()) -> pa.Table:
    """Return a whole list in its order, masked: customer_id, is_open, and a column for each of ``fields.FIELDS``.

    ``own`` are keys of the company's own fields; each that is in use is a column of that name.

    For a file that is made in the background: the caller has authorised, and the request's reach is trusted.
    """
    return with_own_columns(store, repository.find_all(store, request), fields_for_file(store, own))


def count_outside(store: Store, reach: Reach, seen: pa.Table) -> int:
    """Return how many customers of a list that was taken out are not within the reach any more."""
    return repository.count_outside(store, reach, seen)


@reads("customer", "collaborator", "interaction", "app_user")
def customer_picks(store: Store, request: PickRequest) -> tuple[Pick, ...]:
    """Return the few customers within the reach that fit what was typed; without a text, the last contacted."""
    return repository.find_picks(store, request)


@dataclass(frozen=True, slots=True)
class Choices:
    """A request for what the filters offer."""

    reach: Reach


@reads("app_user", "team")
def owners_to_choose(store: Store, request: Choices) -> tuple[Owner, ...]:
    """Return the users who may own customers, as far as the reach goes."""
    return customers.find_owners(store, request.reach)


@reads("customer", "collaborator", "app_user", "team")
def owners_to_find_by(store: Store, request: Choices) -> tuple[Owner, ...]:
    """Return the users who own customers within the reach, disabled ones too: theirs wait for somebody else."""
    return repository.find_owners_present(store, request.reach)


@reads("customer", "collaborator", "team")
def teams_to_find_by(store: Store, request: Choices) -> tuple[tuple[int, str], ...]:
    """Return id and name of the teams that have customers within the reach."""
    return repository.find_teams_present(store, request.reach)


@reads("customer", "collaborator")
def regions_to_choose(store: Store, request: Choices) -> tuple[str, ...]:
    """Return the regions of the customers that the reach opens, the most frequent first."""
    return repository.find_regions(store, request.reach)
