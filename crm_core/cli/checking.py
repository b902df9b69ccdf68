"""``check``: everything is read, and what does not fit together is said."""

from __future__ import annotations

import argparse

from crm_core.cli.command import DONE, FAILED, Call
from crm_core.system.service import check_store


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing."""


def run(call: Call) -> int:
    """Say what does not fit together, one line each; exit code 1 where anything does not."""
    findings = check_store(call.store, call.actor)
    for finding in findings:
        call.say(f"{finding.check}: {finding.text}")
    if not findings:
        call.say(f"Everything fits together, up to audit entry {call.store.head.seq}.")
    rows = [{"check": finding.check, "text": str(finding.text), "count": finding.count} for finding in findings]
    call.show({"findings": rows, "entry": call.store.head.seq})
    return FAILED if findings else DONE
