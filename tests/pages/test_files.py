"""A list too long for a moment: asked for on the list, followed on the own page, told by the bell."""

from __future__ import annotations

import pytest

from crm_core.exports import service, worker
from crm_core.exports.model import FileStatus
from crm_core.store import Store
from crm_core.ui.customers.lists import files as listing
from tests.conftest import Cast
from tests.customers.faces import Faces, faces
from tests.exports.test_service import files
from tests.pages.conftest import texts, type_of_open

__all__ = ["faces"]


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take two customers for a long list, and make files when the test says so."""
    monkeypatch.setattr(listing, "MOST_ROWS", 2)
    monkeypatch.setattr(worker, "wake", lambda store: None)


def test_a_long_list_is_asked_for_made_and_offered_on_the_own_page(
    long: None, open_page: type_of_open, store: Store, cast: Cast, faces: Faces
) -> None:
    page = open_page(cast.tao, "customers/customers.py")
    page.button(key="customers:xlsx:later").click().run()
    assert not page.exception
    assert [toast.value for toast in page.toast] == ["文件正在生成，完成后铃铛会通知您。"]
    own = open_page(cast.tao, "account/files.py")
    assert "customers\\.xlsx" in texts(own)
    assert "正在生成…" in texts(own)
    assert service.make_next(store)
    own.run()
    assert not own.exception
    assert "已就绪 · 共 3 个客户" in texts(own)
    assert [file.status for file in files(store, cast.tao)] == [FileStatus.READY]
    assert "customers\\.xlsx" in texts(open_page(cast.tao, "account/notices.py"))


def test_a_second_file_waits_for_the_first(
    long: None, open_page: type_of_open, store: Store, cast: Cast, faces: Faces
) -> None:
    page = open_page(cast.tao, "customers/customers.py")
    page.button(key="customers:csv:later").click().run()
    page.button(key="customers:csv:later").click().run()
    assert [toast.value for toast in page.toast] == ["您上一个文件还在生成，完成后铃铛会通知您。"]
    assert len(files(store, cast.tao)) == 1


def test_without_files_the_page_leads_to_the_list(open_page: type_of_open, cast: Cast) -> None:
    page = open_page(cast.tao, "account/files.py")
    assert not page.exception
    assert "还没有文件" in texts(page)
