"""How English says it of one, where a message that is kept or raised carries a count.

Such a message is written before anybody knows who reads it, so it holds the plural alone; Chinese has one form for both. The
key is the text as it stands in the code: what was kept long ago reads right too.
"""

from __future__ import annotations

from collections.abc import Mapping

OF_ONE: Mapping[str, str] = {
    "Reminded {count} people of what is overdue.": "Reminded {count} person of what is overdue.",
    "Removed {count} exported files.": "Removed {count} exported file.",
    "Removed {count} imports that nobody finished.": "Removed {count} import that nobody finished.",
    "Removed {count} notices that were read long ago.": "Removed {count} notice that was read long ago.",
    "Kept how plans stood at {count} period ends.": "Kept how a plan stood at {count} period end.",
    "Made {count} return visits.": "Made {count} return visit.",
    "Proposed types and tiers of {count} customers.": "Proposed type and tier of {count} customer.",
    "Reading the file: {count} lines": "Reading the file: {count} line",
    "Checking {count} lines": "Checking {count} line",
    "Writing {count} lines; others go on working": "Writing {count} line; others go on working",
    "Select {count} matches": "Select {count} match",
    "What goes: {count} rows": "What goes: {count} row",
    "{count} rows": "{count} row",
    "{count} employees": "{count} employee",
    "{count} months": "{count} month",
    "{count} customers looked through on {moment}.": "{count} customer looked through on {moment}.",
    "{count} customers have something here that would not fit. Change those first.":
        "{count} customer has something here that would not fit. Change that first.",
    "{count} of these customers have an owner by now. Please choose again.":
        "{count} of these customers has an owner by now. Please choose again.",
    "{count} of your customers fall back to the public pool from {day} on, unless you care for them.":
        "{count} of your customers falls back to the public pool from {day} on, unless you care for it.",
    "This file holds {count} answers that are gone or not yours to see any more. Ask for a new one.":
        "This file holds {count} answer that is gone or not yours to see any more. Ask for a new one.",
    "This file holds {count} customers that are not yours to see any more. Ask for a new one.":
        "This file holds {count} customer that is not yours to see any more. Ask for a new one.",
    "Your file {file} is ready: {count} answers. It is kept for {days} days.":
        "Your file {file} is ready: {count} answer. It is kept for {days} days.",
    "Your file {file} is ready: {count} customers. It is kept for {days} days.":
        "Your file {file} is ready: {count} customer. It is kept for {days} days.",
    "{name} gave you {count} customers.": "{name} gave you {count} customer.",
    "{name} met {count} customers of other teams in checks of files within a day.":
        "{name} met {count} customer of another team in checks of files within a day.",
    "Bought nothing in the last {months} months, after {count} orders in the {months} before.":
        "Bought nothing in the last {months} months, after {count} order in the {months} before.",
    "Buys again: {count} orders in the last {months} months, after none in the {months} before.":
        "Buys again: {count} order in the last {months} months, after none in the {months} before.",
}  # fmt: skip
