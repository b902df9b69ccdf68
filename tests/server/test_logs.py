"""The log names no person, whatever goes wrong, and a value cannot begin a new entry."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

CANARIES = ("Zhang Canary", "张金丝雀", "13800138999", "110105199003078888", "canary@example.cn", "+86 138 0013 8999")

FLOWS = """
import logging, sys, threading
import structlog
from crm_core.server.logs import configure_logs
configure_logs()
log = structlog.get_logger("crm")
class Odd(Exception): pass
for canary in {canaries!r}:
    log.info("saved", customer_id=7, name=canary, phone=canary, note=canary)
    log.info("saved", reference=canary, kind=canary, result=canary)
    log.info(canary) if not canary.startswith("Zhang") else None
    try:
        try:
            int(canary)
        except ValueError as error:
            raise Odd(canary) from error
    except Odd as error:
        log.error("page failed", reference="ab12", exc_info=error)
        log.exception("page failed", reference="ab12")
        logging.getLogger("streamlit").exception("Uncaught app execution", exc_info=error)
        logging.getLogger("uvicorn.error").error("failed for %s", canary)
        logging.getLogger("somebody").error("failed for %s", error)
    def fail(text=canary):
        raise Odd(text)
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
log.info("one\\r\\n{{\\"event\\": \\"forged\\"}}", kind="a\\nb")
raise Odd({canaries!r}[0])
"""


@pytest.fixture(scope="module")
def written() -> str:
    code = FLOWS.format(canaries=CANARIES)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    return done.stderr


@pytest.mark.parametrize("canary", CANARIES)
def test_no_person_is_named_in_the_log(written: str, canary: str):
    assert canary not in written
    assert canary.encode("unicode_escape").decode() not in written
    assert json.dumps(canary) not in written


def test_what_helps_to_find_the_fault_is_there(written: str):
    entries = [json.loads(line) for line in written.splitlines() if line.startswith("{")]
    failed = next(entry for entry in entries if entry["event"] == "page failed")
    assert failed["reference"] == "ab12"
    assert failed["error"] == ["Odd", "ValueError"]
    assert failed["where"]
    assert next(entry for entry in entries if entry["event"] == "saved")["customer_id"] == 7
    assert any(entry["event"] == "uncaught in a thread" for entry in entries)
    assert entries[-1]["event"] == "uncaught"
    assert "Uncaught app execution" in written


def test_a_line_break_in_a_value_begins_no_entry(written: str):
    assert not [line for line in written.splitlines() if line.startswith('{"event": "forged"')]
    assert "\r" not in written


def test_the_log_of_a_failing_command_names_nobody(tmp_path: Path):
    sheet = tmp_path / "张金丝雀.duckdb"
    sheet.write_text("13800138999")
    done = subprocess.run(
        [sys.executable, "-m", "crm_core", "--store", str(sheet), "users", "list"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "13800138999" not in done.stderr + done.stdout
