"""Two versions compared: what is shown holds both of them whole, and says little where little changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crm_core.sections.comparing import Compared, Mark, Piece, compare, excerpt

TEXTS = st.lists(
    st.sampled_from(["客户满意度达到90%", "客户满意度达到92%", "Call twice a month.", "", "  - x", "🙂"]), max_size=6
)


def without(lines: tuple[Compared, ...], mark: Mark) -> list[str]:
    """Return the lines without the pieces of a mark; a line that had nothing else is no line."""
    kept = []
    for line in lines:
        rest = [piece.text for piece in line if piece.mark is not mark]
        if rest:
            kept.append("".join(rest))
    return kept


@given(TEXTS, TEXTS)
def test_both_versions_stand_in_the_comparison(before: list[str], after: list[str]) -> None:
    lines = compare("\n".join(before), "\n".join(after))
    assert without(lines, Mark.GONE) == ("\n".join(after)).split("\n")
    assert without(lines, Mark.COME) == ("\n".join(before)).split("\n")


def test_a_changed_figure_is_shown_within_its_sentence() -> None:
    (line,) = compare("客户满意度达到90%以上。", "客户满意度达到92%以上。")
    assert line == (
        Piece(Mark.SAME, "客户满意度达到"), Piece(Mark.GONE, "90"), Piece(Mark.COME, "92"), Piece(Mark.SAME, "%以上。"),
    )  # fmt: skip


def test_lines_with_nothing_in_common_stand_one_under_the_other() -> None:
    assert compare("每月电话一次", "Visit them") == (
        (Piece(Mark.GONE, "每月电话一次"),),
        (Piece(Mark.COME, "Visit them"),),
    )


def test_an_excerpt_leaves_out_what_stayed() -> None:
    before = "\n".join(str(place) for place in range(30))
    shown = excerpt(compare(before, before.replace("15", "fifteen").replace("28", "x28")))
    told = [line and "".join(piece.text for piece in line) for line in shown]
    assert told == ["14", "15", "fifteen", "16", None, "27", "28", "x28", "29"]
