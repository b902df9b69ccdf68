"""What each of the company's choices is called and what it does, grouped as people look for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crm_core.errors import N_


@dataclass(frozen=True, slots=True)
class Group:
    """Choices that belong together, and a sentence on what they are for."""

    title: str
    what: str
    names: tuple[str, ...]


GROUPS = (
    Group(
        N_("Company"),
        N_("How the company counts: its name, its time, its money, its year."),
        ("company_name", "zone", "currency", "first_month"),
    ),
    Group(
        N_("Data"),
        N_("Until which day the purchases are complete, so that an unfinished month is not taken for a bad one."),
        ("purchases_cover_until",),
    ),
    Group(
        N_("Status of targets"),
        N_("From which percentage a number counts as on track or at risk; below that it is behind."),
        ("on_track_pace", "at_risk_pace", "on_track_attainment", "at_risk_attainment"),
    ),
    Group(
        N_("Public pool"),
        N_("How much one person may take from the pool, and what protects a customer from falling back into it."),
        ("pool_most_owned", "pool_claims_a_day", "pool_back_days", "pool_protected_days"),
    ),
    Group(
        N_("New, old and large customers"),
        N_("The marks beside a customer's name, from its purchases. 0 switches a mark off."),
        ("new_customer_days", "old_customer_months", "large_customer_thousands"),
    ),
    Group(
        N_("Plans"),
        N_("Only the few most important at a time: what a plan may call urgent all at once."),
        ("plan_high_actions", "plan_climb_days"),
    ),
    Group(
        N_("Documents"),
        N_("What may be attached to customers. Documents lie in a folder beside the store and are in each backup."),
        ("attachment_megabytes", "attachments_megabytes"),
    ),
    Group(
        N_("Sign-in"),
        N_("How long people stay signed in. Shorter is safer, longer is more convenient."),
        ("session_idle_hours", "session_absolute_days"),
    ),
    Group(
        N_("Privacy"),
        N_("How long the program remembers who has seen which customer."),
        ("sights_kept_days",),
    ),
    Group(
        N_("Backup"),
        N_("A copy of all data is made each night and checked; old copies make room."),
        ("backup_hour", "backups_kept"),
    ),
)

SETTING_LABELS: Mapping[str, str] = {
    "company_name": N_("Company name"),
    "zone": N_("Time zone"),
    "currency": N_("Currency"),
    "first_month": N_("First month of the year"),
    "purchases_cover_until": N_("Purchases are complete until"),
    "on_track_pace": N_("On track from this share of the pace"),
    "at_risk_pace": N_("At risk from this share of the pace"),
    "on_track_attainment": N_("On track from this attainment"),
    "at_risk_attainment": N_("At risk from this attainment"),
    "session_idle_hours": N_("Hours without activity"),
    "session_absolute_days": N_("Days after signing in"),
    "pool_most_owned": N_("Customers one person may own"),
    "pool_claims_a_day": N_("Claims a day"),
    "pool_back_days": N_("Days until one's own can be claimed back"),
    "pool_protected_days": N_("Days of protection"),
    "new_customer_days": N_("New for days after the first purchase"),
    "old_customer_months": N_("Old after months"),
    "large_customer_thousands": N_("Large from net sales, in thousands"),
    "plan_high_actions": N_("Open actions of high priority in one plan"),
    "plan_climb_days": N_("Working days until a missed check-in goes on to the lead, and again to the managers"),
    "attachment_megabytes": N_("MB one document may have"),
    "attachments_megabytes": N_("MB the documents of one customer may have"),
    "sights_kept_days": N_("Days for which it is kept who saw a customer"),
    "backup_hour": N_("Hour of the nightly backup"),
    "backups_kept": N_("Backups kept"),
}

SETTING_HELP: Mapping[str, str] = {
    "company_name": N_("Stands above the menu and in documents."),
    "zone": N_("Days begin and end in this zone, and times are shown in it."),
    "currency": N_("All amounts are in one currency. It can be chosen until the first purchase is stored."),
    "first_month": N_("Quarters and years begin with this month."),
    "purchases_cover_until": N_("Empty: until the latest purchase that was imported."),
    "on_track_pace": N_("For sales, orders and other flows: actual ÷ pace. 100% is exactly the pace."),
    "at_risk_pace": N_("Lower than the line above, such as 90%."),
    "on_track_attainment": N_(
        "For rates, states and scores: the part of the way from baseline to target, such as 80%."
    ),
    "at_risk_attainment": N_("Lower than the line above, such as 50%."),
    "pool_most_owned": N_("Who owns so many claims no more. 0: no limit."),
    "pool_claims_a_day": N_("What one person may take out of the pool in a day. 0: no limit."),
    "pool_back_days": N_("Who let a customer go cannot claim it for so long. 0: at once."),
    "pool_protected_days": N_("After a claim or an assignment no rule releases the customer for so long."),
    "session_idle_hours": N_("From 1 to 72. After this long without a click a person signs in again."),
    "session_absolute_days": N_("From 1 to 90. After this many days a person signs in again in any case."),
    "new_customer_days": N_("From 0 to 365."),
    "old_customer_months": N_("From 0 to 120, since the first purchase; the last one must lie within twelve months."),
    "large_customer_thousands": N_(
        "From 0 to 9999: 50 is a net of 50,000 within twelve months, in the currency above."
    ),
    "plan_high_actions": N_("From 1 to 50. Whoever adds one more says which is lowered for it."),
    "plan_climb_days": N_("From 0 to 30. With 0 only whoever owns the goal is reminded."),
    "attachment_megabytes": N_("From 1 to 50. A scanned contract has 1 to 5."),
    "attachments_megabytes": N_("From 1 to 2000, all documents of the customer and its interactions together."),
    "sights_kept_days": N_("From 30 to 3650. The audit trail keeps on its own who looked at a field in clear."),
    "backup_hour": N_("From 0 to 23, in the time zone above."),
    "backups_kept": N_("From 1 to 365. The oldest are deleted first."),
}
