"""The small company of the board's tests, and the pages' own fixtures, so that files can be held against pages."""

from __future__ import annotations

from tests.board.conftest import company
from tests.pages.conftest import house, open_page

__all__ = ["company", "house", "open_page"]
