"""Forms lose nothing and save nothing twice: problems at their fields, stale edits side by side, double clicks once."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from crm_core.server.environment import environment
from crm_core.server.running import Running, use
from crm_core.store import Store


@pytest.fixture(autouse=True)
def house(store: Store, monkeypatch: pytest.MonkeyPatch):
    from crm_core.ui import identity

    monkeypatch.setattr(identity, "session_token", lambda: None)
    use(Running.over(store, environment()))
    yield
    use(None)


COMPARED = ["**Word**", "theirs", "stale"]


def page() -> None:
    """A page with one form, whose save does what the typed word says."""
    import streamlit as st

    from crm_core.errors import AlreadyDone, InvalidInput, Refused, StaleWrite, message
    from crm_core.ui.forms import Form

    saved = st.session_state.setdefault("saved", [])

    def save(values, key, version):
        word = values["word"]
        if word == "bad":
            raise InvalidInput({"word": message("not this word")})
        if word == "elsewhere":
            raise InvalidInput({"hidden": message("something else is wrong")})
        if word == "stale" and version < 2:
            raise StaleWrite("thing", 1, {"word": "stale", "version": 1}, {"word": "theirs", "version": 2})
        if word == "no":
            raise Refused(message("the rule says no"))
        if key in [kept for kept, _, _ in saved]:
            raise AlreadyDone(1)
        saved.append((key, word, version))
        return f"saved {word}"

    form = Form("thing", save, version=1)
    with form:
        form.text("word", "Word", max_chars=20)
        form.submit("Save")


def submit(test: AppTest, word: str) -> AppTest:
    test.text_input[0].set_value(word)
    return next(button for button in test.button if button.label == "Save").click().run()


def words(test: AppTest) -> list[str]:
    return [word for _, word, _ in test.session_state["saved"]]


@pytest.fixture
def form() -> AppTest:
    return AppTest.from_function(page).run()


def test_a_save_empties_the_form_and_says_so_once(form: AppTest) -> None:
    submit(form, "hello")
    assert words(form) == ["hello"]
    assert form.text_input[0].value == ""
    assert [toast.value for toast in form.toast] == ["saved hello"]
    form.run()
    assert not form.toast
    assert words(form) == ["hello"]


def test_a_problem_stands_at_its_field_and_what_was_typed_stays(form: AppTest) -> None:
    submit(form, "bad")
    assert words(form) == []
    assert form.text_input[0].value == "bad"
    assert any("not this word" in text.value for text in form.markdown)
    submit(form, "good")
    assert words(form) == ["good"]
    assert not any("not this word" in text.value for text in form.markdown)


@pytest.mark.parametrize(("word", "sentence"), [("no", "the rule says no"), ("elsewhere", "something else is wrong")])
def test_a_refusal_is_said_beside_the_button(form: AppTest, word: str, sentence: str) -> None:
    submit(form, word)
    assert sentence in form.error[0].value
    assert form.text_input[0].value == word


def test_a_stale_edit_shows_both_versions_and_the_next_save_goes_over_theirs(form: AppTest) -> None:
    submit(form, "stale")
    assert words(form) == []
    assert [one.value for one in form.markdown if one.value in ("**Word**", "theirs", "stale")] == COMPARED
    submit(form, "stale")
    assert [(word, version) for _, word, version in form.session_state["saved"]] == [("stale", 2)]
    assert not any(one.value in COMPARED for one in form.markdown)


def test_a_stale_edit_can_be_dropped(form: AppTest) -> None:
    submit(form, "stale")
    drop = next(button for button in form.button if "theirs" in button.label.lower() or "对方" in button.label)
    drop.click().run()
    assert not any(one.value in COMPARED for one in form.markdown)
    assert form.text_input[0].value == ""


def test_two_saves_of_two_forms_are_two(form: AppTest) -> None:
    submit(form, "one")
    submit(form, "two")
    assert words(form) == ["one", "two"]
    keys = [key for key, _, _ in form.session_state["saved"]]
    assert len(set(keys)) == 2


def test_a_second_click_with_the_key_of_the_first_saves_nothing() -> None:
    test = AppTest.from_function(double).run()
    test.button[0].click().run()
    assert test.session_state["count"] == 1


def double() -> None:
    """A form whose submit is called twice with one key, as two quick clicks do."""
    import streamlit as st

    from crm_core.ui.forms import Form

    st.session_state.setdefault("count", 0)

    def save(values, key, version):
        st.session_state["count"] += 1
        return "saved"

    form = Form("double", save)
    first = form._submit

    def twice(key):
        first(key)
        first(key)

    form._submit = twice
    with form:
        form.text("word", "Word")
        form.submit("Save")


def test_what_is_too_long_stays_to_be_shortened_and_is_not_saved() -> None:
    test = submit(AppTest.from_function(page).run(), "a" * 21)
    assert words(test) == []
    assert test.text_input[0].value == "a" * 21
    assert any("20" in one.value for one in test.markdown)
    assert words(submit(test, "a" * 20)) == ["a" * 20]
