"""Work by the clock: what runs when, how it ended, and running it now."""

from crm_core.access.model import Permission
from crm_core.jobs.service import list_jobs
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import require
from crm_core.ui.job_panels import show_job
from crm_core.ui.page import page_head
from crm_core.ui.text import _, ngettext

actor = require(Permission.JOB_MANAGE)
jobs = fetch(list_jobs, actor)
held = sum(not job.is_enabled for job in jobs)

what = _("Work that the server does by the clock. What was missed is made up for once.")
if held:
    what += " " + ngettext("{count} job is held back.", "{count} jobs are held back.", held)
page_head(_("Jobs"), what)
for job in jobs:
    show_job(actor, job)
