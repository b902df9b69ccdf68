"""The load client says what a browser says, and counts as failed what a person would."""

from __future__ import annotations

import math

import pytest
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tools.bench.loadclient import RunFailed, Visit, Visitor, Widget, quantile, widget_state
from tools.bench.measures import Save, Written, submit_to_commit


@pytest.fixture
def visitor() -> Visitor:
    """A visitor at the log page, with a form in sight."""
    at = Visitor("http://127.0.0.1:1", {}, "log", "id=7")
    for kind, key, label in (
        ("text_area", "form:log:abc:content", "What was said"),
        ("button_group", "form:log:abc:channel", "Channel"),
        ("button", "form:log:abc:submit", "Save"),
        ("button", "pick:0:41", "李雷"),
    ):
        at.widgets[f"$$ID-1-{key}"] = Widget(f"$$ID-1-{key}", kind, label)
    return at


def received(**parts: object) -> ForwardMsg:
    return ForwardMsg(**parts)  # type: ignore[arg-type] # protobuf takes what its fields are


def test_the_first_frame_asks_for_the_page_and_later_ones_for_its_script(visitor: Visitor) -> None:
    first = visitor.message(is_first=True).rerun_script
    assert (first.page_name, first.page_script_hash, first.query_string) == ("log", "", "id=7")
    session = ForwardMsg()
    session.new_session.page_script_hash = "f00"
    visitor._take(session, {}, [])
    later = visitor.message().rerun_script
    assert (later.page_name, later.page_script_hash) == ("", "f00")
    assert later.context_info.timezone == "Asia/Shanghai"


def test_a_save_sends_the_fields_and_the_pressed_button(visitor: Visitor) -> None:
    visitor.set(":content", "问了交期")
    visitor.set("Channel", ["phone"])
    sent = visitor.message(click=":submit", fragment="frag").rerun_script
    states = {state.id.rsplit(":", 1)[1]: state for state in sent.widget_states.widgets}
    assert states["content"].string_value == "问了交期"
    assert list(states["channel"].string_array_value.data) == ["phone"]
    assert states["submit"].trigger_value is True
    assert sent.fragment_id == "frag"


def test_values_of_widgets_that_are_gone_are_not_sent(visitor: Visitor) -> None:
    visitor.set(":content", "alt")
    visitor.widgets.clear()
    assert not visitor.message().rerun_script.widget_states.widgets


def test_a_widget_is_found_by_label_key_or_pattern(visitor: Visitor) -> None:
    assert visitor.find("Save").widget_id.endswith(":submit")
    found = visitor.match(r"pick:\d+:\d+")
    assert found is not None
    assert found.label == "李雷"
    assert visitor.match("nothing") is None
    with pytest.raises(RunFailed):
        visitor.find("No such button")


@pytest.mark.parametrize(
    ("kind", "value", "carrier"),
    [
        ("text_input", "a", "string_value"),
        ("checkbox", True, "bool_value"),
        ("number_input", 2.5, "double_value"),
        ("date_input", "2026-03-18", "string_array_value"),
        ("multiselect", [], "string_array_value"),
        ("selectbox", None, None),
    ],
)
def test_values_travel_as_the_browser_sends_them(kind: str, value: object, carrier: str | None) -> None:
    assert widget_state("w", kind, value).WhichOneof("value") == carrier  # type: ignore[arg-type] # each kind has its own


def test_exceptions_errors_and_missing_pages_are_problems(visitor: Visitor) -> None:
    problems: list[str] = []
    broken, refused, fine, gone = ForwardMsg(), ForwardMsg(), ForwardMsg(), ForwardMsg()
    broken.delta.new_element.exception.message = "boom"
    refused.delta.new_element.alert.format, refused.delta.new_element.alert.body = Alert.ERROR, "Sorry"
    fine.delta.new_element.alert.format = Alert.INFO
    gone.page_not_found.page_name = "log"
    for one in (broken, refused, fine, gone):
        assert visitor._take(one, {}, problems) is False
    assert [problem.split(":")[0] for problem in problems] == ["exception", "error", "no page 'log'"]


@pytest.mark.parametrize(
    ("status", "is_last", "is_problem"),
    [
        (ForwardMsg.FINISHED_SUCCESSFULLY, True, False),
        (ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY, True, False),
        (ForwardMsg.FINISHED_EARLY_FOR_RERUN, False, False),
        (ForwardMsg.FINISHED_WITH_COMPILE_ERROR, True, True),
    ],
)
def test_a_run_ends_when_the_script_has_finished(
    visitor: Visitor, status: int, is_last: bool, is_problem: bool
) -> None:
    problems: list[str] = []
    assert visitor._take(received(script_finished=status), {}, problems) is is_last
    assert bool(problems) is is_problem


def test_kept_messages_are_named_to_the_server(visitor: Visitor) -> None:
    kept = received(hash="abc")
    kept.metadata.cacheable = True
    kept.delta.fragment_id = "frag"
    kept.delta.new_element.markdown.body = "x"
    visitor._take(kept, {}, [])
    assert list(visitor.message().rerun_script.cached_message_hashes) == ["abc"]
    assert visitor.fragments == ["frag"]


def test_quantiles_are_values_that_were_measured() -> None:
    assert quantile([5.0, 1.0, 3.0], 0.5) == 3.0
    assert quantile(range(1, 101), 0.95) == 96
    assert math.isnan(quantile([], 0.5))
    assert Visit(first=[1.0], later=[2.0, 4.0], problems=["x"]).figures()["problem"] == "x"


def test_a_save_ends_at_its_own_commit() -> None:
    saves = [Save(10.0, 10.5), Save(20.0, 20.4), Save(30.0, 30.2, "refused")]
    written = [
        Written(10.0, 10.01, 10.02, ("interaction",)),
        Written(15.0, 15.01, 15.02, ("purchase",)),
        Written(20.0, 20.0, 20.03, ("follow_up", "interaction")),
        Written(30.0, 30.0, 30.1, ("interaction",)),
    ]
    assert submit_to_commit(saves, written) == pytest.approx([20.0, 30.0])
