"""What people write in a section is shown as they meant it, and nothing in it acts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core.sections.markdown import Grid, Kind, Span, Text, plain_text, read, shown

PLAN = """# 目标

**我们**的客户见[官网](https://example.com/a)，写信到[这里](mailto:a@example.com)
第二行

- 电话
  1. 先问候
  2. 再问需求
- ~~短信~~ *邮件*

| 触点 | 时限 |
|---|--:|
| 投诉 | 24 **小时** |

> 引用

---
"""
HOSTILE = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<b>x</b>", "<!-- x -->", "&lt;i&gt;",
    "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](data:text/html,hi)", "[x](vbscript:x)", "[x](/admin)",
    "[x](//evil.example)", "![beacon](https://evil.example/x.png)", "![](https://evil.example/x.png)",
    "[![x](https://evil.example/x.png)](javascript:x)", "<https://example.com>", "<javascript:alert(1)>",
    "[a]: javascript:alert(1)\n\n[a]", ":red[x]", ":material/home:", "$x^2$", "`<b>`", "```html\n<script>\n```",
)  # fmt: skip
LINKS = re.compile(r"\]\(<([^>]*)>\)")


def test_a_text_is_read_into_its_blocks() -> None:
    blocks = read(PLAN)
    kinds = [block.kind if isinstance(block, Text) else "grid" for block in blocks]
    assert kinds == ["heading", "text", "bullet", "number", "number", "bullet", "grid", "quote", "rule"]
    first = blocks[1]
    assert isinstance(first, Text)
    assert first.lines[0][0] == Span("我们", is_bold=True)
    assert [span.link for span in first.lines[0] if span.link] == ["https://example.com/a", "mailto:a@example.com"]
    assert [plain_text(line) for line in first.lines] == ["我们的客户见官网，写信到这里", "第二行"]
    items = [block for block in blocks if isinstance(block, Text) and block.kind is Kind.NUMBER]
    assert [(item.level, item.number) for item in items] == [(1, 1), (1, 2)]
    grid = next(block for block in blocks if isinstance(block, Grid))
    assert [[plain_text(cell) for cell in row] for row in grid.rows] == [["触点", "时限"], ["投诉", "24 小时"]]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_section_acts(text: str) -> None:
    for given_text in (text, f"- {text}", f"| a |\n|---|\n| {text} |", f"**{text}**", f"> {text}", f"## {text}"):
        out = shown(read(given_text))
        assert "![" not in out.replace("\\!", ""), out
        assert all(re.match(r"(https?://|mailto:)", link) for link in LINKS.findall(out)), out
        beside_links = re.sub(r"``.*?``", "", LINKS.sub("]", out), flags=re.DOTALL)
        assert not re.search(r"(?<!\\)[<$]", beside_links), out
        assert not re.search(r"(?<!\\):(red|material)", beside_links), out


def everything_said(text: str) -> str:
    said = []
    for block in read(text):
        rows = block.rows if isinstance(block, Grid) else (block.lines,)
        said += ["".join(plain_text(line).split()) for row in rows for line in row]
    return "".join(said)


@given(
    st.lists(st.sampled_from([*HOSTILE, *PLAN.split("\n\n"), "a\nb", "1. x", "*", "_", "# ", "王'小明 🙂"]), max_size=5)
)
def test_what_is_shown_says_the_same_as_what_was_written(parts: list[str]) -> None:
    text = "\n\n".join(parts)
    assert everything_said(shown(read(text))) == everything_said(text)
