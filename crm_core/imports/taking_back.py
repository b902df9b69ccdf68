"""What a room declares so that an import can be taken back: one side a kind of record.

While an import writes, its room appends to ``import_change`` (``remember_….sql``) which records it adds, and of those that
it changes what they were before. Each side then judges what can still be taken back, and does it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

import pyarrow as pa

from crm_core.access.model import Actor, Reach

if TYPE_CHECKING:
    from crm_core.store import Store, Transaction

JUDGE_SECONDS = 300.0
# Where nothing of a kind is taken back. Made of no batches: a table made of lists loads pandas into every command.
LEAVING = pa.Table.from_batches([], schema=pa.schema([("record_id", pa.int64())]))


class TakingBack(Protocol):
    """One kind of record that imports add or change."""

    @property
    def entity(self) -> str:
        """The kind, as ``import_change`` and the trail say it."""
        ...

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables a write to which makes a judgement stale."""
        ...

    def judge(self, store: Store, reach: Reach, changes: pa.Table, leaving: Mapping[str, pa.Table]) -> pa.Table:
        """Return record_id, is_added, values_before, reason (null where it can be taken back) and name of ``changes``.

        ``changes`` has record_id, version and values_before; ``leaving`` has by ``leaving_<entity>`` what of the kinds that
        were judged before is taken back (record_id).
        """
        ...

    def undo(self, transaction: Transaction, actor: Actor, taken: pa.Table) -> None:
        """Remove the added records of ``taken`` (as judged, all without a reason) and put the others back."""
        ...
