"""Whatever a room writes into the trail has a name that people can read."""

from __future__ import annotations

import ast
from pathlib import Path

from crm_core.audit.labels import ACTION_LABELS, ENTITY_LABELS

ROOT = Path(__file__).resolve().parents[2] / "crm_core"


def _written() -> list[tuple[str, str | None, str | None]]:
    """Return place, action and kind of record of each ``Change(…)`` in the code; None where it is not a literal."""
    found = []
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(getattr(node, "func", None), "attr", getattr(getattr(node, "func", None), "id", ""))
            if isinstance(node, ast.Call) and name == "Change" and len(node.args) >= 2:
                action, entity = (arg.value if isinstance(arg, ast.Constant) else None for arg in node.args[:2])
                found.append((f"{path.relative_to(ROOT)}:{node.lineno}", action, entity))
    return found


def test_every_action_and_kind_of_record_is_named() -> None:
    written = _written()
    assert len(written) > 20
    nameless = [place for place, action, entity in written if action and action not in ACTION_LABELS]
    nameless += [place for place, action, entity in written if entity and entity not in ENTITY_LABELS]
    assert not nameless, "add these to crm_core/audit/labels.py: " + ", ".join(nameless)
