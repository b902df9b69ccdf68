"""Comments on the customer's page: written, shown as they are, and changed by their author alone."""

from __future__ import annotations

from crm_core.store import Store
from tests.conftest import Cast, sql
from tests.customers.faces import PAYLOAD, Faces, faces
from tests.pages.conftest import texts, type_of_open

__all__ = ["faces"]
PAGE = "customers/customer.py"


def test_a_comment_is_written_with_a_mention_and_read_by_the_team(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces
) -> None:
    asked = {"id": str(faces.wang)}
    test = open_page(cast.rea, PAGE, asked)
    box = next(one for one in test.text_area if "form:comment:" in str(one.key))
    box.set_value(PAYLOAD)
    next(one for one in test.multiselect if "form:comment:" in str(one.key)).set_value([cast.sol.user_id])
    next(one for one in test.button if "form:comment:" in str(one.key)).click().run()
    assert not test.exception
    assert store.value(sql("select content from customer_comment")) == PAYLOAD
    assert [one for one in test.button if str(one.key).startswith("comment:1:")]
    shown = open_page(cast.sol, PAGE, asked)
    assert "@Sol" in texts(shown)
    assert "](http" not in texts(shown)
    assert not [one for one in shown.button if str(one.key).startswith("comment:1:")], "another's comment"
    assert "提到了您" in texts(open_page(cast.sol, "account/notices.py"))
