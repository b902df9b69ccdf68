"""The command line works while people work: the running server does what it asks for."""

from __future__ import annotations

import io
import json
import os
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crm_core.cli import command, parser, wire
from crm_core.cli.forwarding import Asked, ask_server
from crm_core.cli.parser import Entry
from crm_core.server import control
from crm_core.server.control import ControlServer
from crm_core.store import Store
from tests.conftest import Cast, sql


@pytest.fixture
def serving(store: Store) -> Iterator[ControlServer]:
    """A server that listens for the command line of the test's store."""
    server = ControlServer(store)
    server.start()
    yield server
    server.stop()


def ask(store: Store, *words: str, folder: Path | None = None, typed: str = "") -> tuple[int | None, str, str]:
    out, err = io.StringIO(), io.StringIO()
    code = ask_server(store.path, Asked(words, folder or store.path.parent, typed), out, err)
    return code, out.getvalue(), err.getvalue()


def test_a_command_is_done_by_the_server_that_has_the_store_open(serving: ControlServer, store: Store, cast: Cast):
    code, out, err = ask(store, "users", "list", "--json")
    assert (code, err) == (0, "")
    assert [user["username"] for user in json.loads(out)] == ["ada", "mia", "rea", "sol", "tao", "vic"]


def test_the_program_itself_is_answered_while_the_store_is_open(serving: ControlServer, store: Store, cast: Cast):
    done = subprocess.run(
        [sys.executable, "-m", "crm_core", "--store", str(store.path), "users", "add", "neu", "--role", "reader", "--json"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["username"] == "neu"
    assert store.value(sql("select count(*) from app_user where username = 'neu'")) == 1


def test_exit_codes_and_sentences_come_back(serving: ControlServer, store: Store, cast: Cast):
    code, out, err = ask(store, "users", "disable", "ada")
    assert (code, out) == (1, "")
    assert "last active administrator" in err
    code, _, err = ask(store, "users", "add", "x1", "--role", "staff", "--team", "Nowhere")
    assert code == 2
    assert "There is no team Nowhere" in err


def test_what_was_typed_goes_with_the_command(serving: ControlServer, store: Store, cast: Cast):
    before = store.value(sql("select password_hash from app_user where username = 'ada'"))
    code, *_ = ask(store, "users", "set-password", "ada", "--password-stdin", typed="a quiet harbour at dawn")
    assert code == 0
    assert store.value(sql("select password_hash from app_user where username = 'ada'")) != before


def test_file_names_are_meant_from_the_clients_folder(serving: ControlServer, store: Store, cast: Cast, tmp_path: Path):
    there = tmp_path / "of the client"
    there.mkdir()
    assert ask(store, "backup", "b.duckdb", folder=there)[0] == 0
    with closing(Store.open(there / "b.duckdb")) as copy:
        assert copy.value(sql("select count(*) from app_user")) == 6


def test_a_restore_is_done_under_the_open_store(serving: ControlServer, store: Store, cast: Cast, tmp_path: Path):
    ask(store, "backup", "b.duckdb")
    ask(store, "users", "add", "neu", "--role", "reader")
    assert ask(store, "restore", "b.duckdb")[0] == 0
    assert store.value(sql("select count(*) from app_user")) == 6
    assert ask(store, "check")[0] == 0


def test_only_the_owner_can_reach_the_socket(serving: ControlServer, store: Store):
    place = wire.socket_path(store.path)
    assert place.parent == store.path.resolve().parent
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_nothing_is_left_behind_when_the_server_stops(store: Store):
    server = ControlServer(store)
    server.start()
    server.stop()
    assert wire.address_of(store.path) is None
    assert ask(store, "users", "list")[0] is None


def test_a_socket_that_an_ended_server_left_is_seen_through_and_replaced(store: Store, cast: Cast):
    left = socket.socket(socket.AF_UNIX)
    left.bind(str(wire.socket_path(store.path)))
    left.close()
    assert ask(store, "users", "list")[0] is None
    server = ControlServer(store)
    server.start()
    assert ask(store, "users", "list")[0] == 0
    server.stop()


def test_a_long_path_gets_a_short_socket_in_a_private_folder(
    tmp_path: Path, frozen: object, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "far" / ("down" * 20)))  # too long itself
    folder = tmp_path / ("long " * 20) / ("longer " * 12)
    with closing(Store.open(folder / "crm.duckdb")) as store:
        server = ControlServer(store)
        server.start()
        place = wire.socket_path(store.path)
        assert len(os.fsencode(place)) <= wire.LONGEST_PATH
        assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
        assert stat.S_IMODE(wire.note_path(store.path).stat().st_mode) == 0o600
        assert ask(store, "users", "list", "--json") == (0, "[]\n", "")
        server.stop()
        assert not place.exists()
        assert not wire.note_path(store.path).exists()


def test_a_private_folder_of_somebody_else_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(wire, "LONGEST_PATH", 400)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    (tmp_path / f"crm-{os.getuid()}").mkdir(mode=0o777)
    (tmp_path / f"crm-{os.getuid()}").chmod(0o777)
    with pytest.raises(PermissionError):
        wire.private_folder()


def test_where_there_are_no_such_sockets_a_port_and_a_secret_do(store: Store, cast: Cast):
    server = ControlServer(store, use_unix=False)
    server.start()
    note = wire.note_path(store.path)
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    assert ask(store, "users", "list")[0] == 0
    content = json.loads(note.read_text())
    note.write_text(json.dumps({**content, "secret": "guessed"}))
    code, out, err = ask(store, "users", "list")
    assert (code, out) == (2, "")
    assert "not the secret" in err
    server.stop()


@pytest.mark.parametrize(
    "raw", [b"", b"\n", b"[]\n", b"{}\n", b"GET / HTTP/1.1\r\n\r\n", b"\xff\xfe\n", b'{"version": 99}\n']
)
def test_nonsense_on_the_socket_harms_nobody(
    serving: ControlServer, store: Store, cast: Cast, raw: bytes, capfd: pytest.CaptureFixture[str]
):
    with closing(wire.Address(str(wire.socket_path(store.path))).connect(5)) as connection:
        connection.sendall(raw)
        connection.shutdown(socket.SHUT_WR)
        answers = list(wire.frames(connection))
    assert not any(answer.get("exit") == 0 for answer in answers)
    assert ask(store, "users", "list")[0] == 0


def a_command(monkeypatch: pytest.MonkeyPatch, run) -> None:
    """Put a command ``probe`` into the table of commands."""
    entry = Entry("probe", "a probe of the tests", lambda made: None, run)
    monkeypatch.setattr(parser, "COMMANDS", (*parser.COMMANDS, entry))


def test_lines_come_while_the_command_works(serving: ControlServer, store: Store, monkeypatch: pytest.MonkeyPatch):
    seen, go_on = threading.Event(), threading.Event()

    class Watching(io.StringIO):
        def write(self, text: str) -> int:
            seen.set()
            return super().write(text)

    def run(call: command.Call) -> int:
        call.say("first")
        go_on.wait(10)
        return 3

    a_command(monkeypatch, run)
    codes: list[int | None] = []
    asked = Asked(["probe"], store.path.parent, "")
    client = threading.Thread(target=lambda: codes.append(ask_server(store.path, asked, Watching(), io.StringIO())))
    client.start()
    assert seen.wait(10)
    assert codes == []
    go_on.set()
    client.join(10)
    assert codes == [3]


def test_a_client_that_goes_away_does_not_stop_the_command(
    serving: ControlServer, store: Store, monkeypatch: pytest.MonkeyPatch
):
    gone, done = threading.Event(), threading.Event()

    def run(call: command.Call) -> int:
        gone.wait(10)
        for turn in range(2000):
            call.say(f"line {turn} " + "x" * 200)
        done.set()
        return 0

    a_command(monkeypatch, run)
    connection = wire.Address(str(wire.socket_path(store.path))).connect(5)
    request = {
        "version": 1,
        "secret": "",
        "store": str(store.path.resolve()),
        "argv": ["probe"],
        "folder": "/",
        "typed": "",
    }
    wire.send(connection, request)
    connection.close()
    gone.set()
    assert done.wait(20)


def test_a_client_that_does_not_read_holds_no_command_up_for_long(
    serving: ControlServer, store: Store, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(control, "SEND_SECONDS", 0.3)
    done = threading.Event()

    def run(call: command.Call) -> int:
        for turn in range(5000):
            call.say(f"line {turn} " + "x" * 2000)
        done.set()
        return 0

    a_command(monkeypatch, run)
    with closing(wire.Address(str(wire.socket_path(store.path))).connect(5)) as connection:
        request = {"version": 1, "secret": "", "store": str(store.path.resolve()), "argv": ["probe"], "folder": "/", "typed": ""}  # fmt: skip
        wire.send(connection, request)
        assert done.wait(20)


def test_a_server_that_says_nothing_is_given_up(store: Store, monkeypatch: pytest.MonkeyPatch):
    from crm_core.cli import forwarding

    monkeypatch.setattr(forwarding, "SILENCE_SECONDS", 0.2)
    with closing(socket.socket(socket.AF_UNIX)) as silent:
        silent.bind(str(wire.socket_path(store.path)))
        silent.listen(1)
        code, _, err = ask(store, "users", "list")
    assert code == 1
    assert "does not answer any more" in err


def test_a_server_that_dies_in_the_middle_is_told(store: Store):
    def die(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        wire.send(connection, {"out": "half\n"})
        connection.close()

    with closing(socket.socket(socket.AF_UNIX)) as dying:
        dying.bind(str(wire.socket_path(store.path)))
        dying.listen(1)
        thread = threading.Thread(target=die, args=(dying,))
        thread.start()
        code, out, err = ask(store, "users", "list")
        thread.join()
    assert (code, out) == (1, "half\n")
    assert "went away" in err or "does not answer any more" in err


def test_a_sign_of_life_comes_while_a_command_is_silent(
    serving: ControlServer, store: Store, monkeypatch: pytest.MonkeyPatch
):
    from crm_core.cli import forwarding

    monkeypatch.setattr(control, "BEAT_SECONDS", 0.05)
    monkeypatch.setattr(forwarding, "SILENCE_SECONDS", 0.5)
    a_command(monkeypatch, lambda call: threading.Event().wait(1.2) or 0)
    assert ask(store, "probe") == (0, "", "")


def test_a_bug_in_a_command_ends_in_an_apology_and_the_server_goes_on(
    serving: ControlServer, store: Store, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    a_command(monkeypatch, lambda call: 1 // 0)
    code, out, err = ask(store, "probe")
    assert (code, out) == (1, "")
    assert err.startswith("Something went wrong inside the program.")
    assert ask(store, "users", "list")[0] == 0


def test_too_many_commands_at_once_are_refused_not_queued(
    serving: ControlServer, store: Store, monkeypatch: pytest.MonkeyPatch
):
    go_on = threading.Event()
    started = threading.Semaphore(0)

    def run(call: command.Call) -> int:
        started.release()
        go_on.wait(20)
        return 0

    a_command(monkeypatch, run)
    asked = Asked(["probe"], store.path.parent, "")
    clients = [
        threading.Thread(target=ask_server, args=(store.path, asked, io.StringIO(), io.StringIO()))
        for _ in range(control.MOST_AT_ONCE)
    ]
    for client in clients:
        client.start()
    for _ in clients:
        assert started.acquire(timeout=10)
    code, _, err = ask(store, "probe")
    go_on.set()
    for client in clients:
        client.join()
    assert code == 1
    assert "many commands" in err


def test_stopping_waits_for_a_command_under_way(store: Store, monkeypatch: pytest.MonkeyPatch):
    server = ControlServer(store)
    server.start()
    started = threading.Event()

    def run(call: command.Call) -> int:
        started.set()
        time.sleep(0.3)
        return 0

    a_command(monkeypatch, run)
    codes: list[int | None] = []
    client = threading.Thread(target=lambda: codes.append(ask(store, "probe")[0]))
    client.start()
    assert started.wait(10)
    server.stop()
    client.join(10)
    assert codes == [0]


def test_another_store_is_not_touched_through_this_server(serving: ControlServer, store: Store, tmp_path: Path):
    with closing(Store.open(tmp_path / "other.duckdb")):
        wire.note_path(tmp_path / "other.duckdb").write_text(
            json.dumps({"path": str(wire.socket_path(store.path)), "port": 0, "secret": ""})
        )
        out, err = io.StringIO(), io.StringIO()
        code = ask_server(tmp_path / "other.duckdb", Asked(["users", "list"], tmp_path, ""), out, err)
    assert code == 2
    assert "another store" in err.getvalue()
