"""Who did what and when, each field before and after; and the proof that nobody has mended the trail."""

from dataclasses import replace

from crm_core.access.model import Permission
from crm_core.audit.model import EntriesWanted
from crm_core.audit.service import choices, entries
from crm_core.ui.audit_panels import PAGE_SIZE, ask_filters, show_entries, show_entry, show_export, show_proof
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import require
from crm_core.ui.links import asked, asked_id
from crm_core.ui.page import empty_state, page_head
from crm_core.ui.paging import ask_part
from crm_core.ui.text import _

actor = require(Permission.AUDIT_READ)
reach = actor.require(Permission.AUDIT_READ)
given = EntriesWanted(reach, actor_id=asked_id("person"), entity=asked("kind"), entity_id=asked_id("id"))

page_head(_("Audit trail"), _("Who did what and when. Entries are never changed."), lambda: show_proof(actor))
wanted = ask_filters(fetch(choices, reach), given)
total = fetch(entries, replace(wanted, count=1)).total_count
if not total:
    empty_state(_("No entry fits. Take a longer period or fewer filters."), icon="history")
else:
    first = ask_part("audit", total, PAGE_SIZE, wanted)
    found = fetch(entries, replace(wanted, first=first, count=PAGE_SIZE))
    chosen = show_entries(found.entries, wanted)
    if chosen is not None:
        show_entry(chosen)
    show_export(wanted, total)
