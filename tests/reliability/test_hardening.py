"""The store's connection is shut off from files, network and extensions, and nothing can open it again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reliability.forked import Say, child, run, tell

REFUSED = {
    "attach another database": "attach '{folder}/other.duckdb' as other",
    "attach in memory with a file": "attach ':memory:' as other; copy (select 1) to '{folder}/out.csv'",
    "copy out": "copy (select 1) to '{folder}/out.csv'",
    "copy in": "create table t (a varchar); copy t from '/etc/passwd'",
    "read csv": "select * from read_csv('/etc/passwd')",
    "read csv by name": "select * from '/etc/passwd'",
    "read text": "select * from read_text('/etc/passwd')",
    "read blob": "select * from read_blob('/etc/passwd')",
    "read parquet": "select * from read_parquet('{folder}/any.parquet')",
    "read json": "select * from read_json('/etc/passwd')",
    "list files": "select * from glob('/etc/*')",
    "read the network": "select * from read_csv('http://127.0.0.1:9/x.csv')",
    "load an extension": "load httpfs",
    "load a file": "load '{folder}/any.duckdb_extension'",
    "install an extension": "install httpfs",
    "install a community extension": "install h3 from community",
    "export": "export database '{folder}/export'",
    "import": "import database '{folder}/export'",
    "read a python variable": "select * from secret_frame",
    "open files again": "set enable_external_access = true",
    "unlock the settings": "set lock_configuration = false",
    "reset a setting": "reset enable_external_access",
    "raise the memory limit": "set memory_limit = '100GB'",
    "load extensions by themselves": "set autoload_known_extensions = true",
    "write a log elsewhere": "set log_query_path = '{folder}/queries.log'",
    "profile into a file": "pragma profiling_output = '{folder}/profile.json'",
    "keep temporary files elsewhere": "set temp_directory = '{folder}'",
    "make a secret": "create persistent secret s (type http)",
    "read the environment": "select getenv('HOME')",
}


def try_everything(folder: str) -> None:
    """Run each statement in a child over a hardened connection; tell which went through."""
    import duckdb
    import pandas as pd

    from crm_core.store.connection import connect

    for name, text in REFUSED.items():

        def act(say: Say, wanted: str = text.format(folder=folder)) -> None:
            secret_frame = pd.DataFrame({"secret": ["spilled"]})
            connection = connect(Path(folder) / "crm.duckdb")
            try:
                say({"rows": str(connection.execute(wanted).fetchall())[:80], "seen": len(secret_frame)})
            except duckdb.Error as error:
                say({"refused": str(error)[:120]})

        ended = child(act)
        tell({"name": name, "said": ended.said, "code": ended.code})


def log_into_a_file(folder: str) -> None:
    """Ask the driver to log into a file, then ask it anything; tell what came of it."""

    def act(say: Say) -> None:
        import duckdb

        from crm_core.store.connection import connect

        connection = connect(Path(folder) / "crm.duckdb")
        connection.execute(f"call enable_logging(storage = 'file', storage_path = '{folder}/log')")
        for text in ("select 42", "call disable_logging()", "select 42"):
            try:
                say(connection.execute(text).fetchall())
            except duckdb.Error as error:
                say(type(error).__name__)

    ended = child(act)
    tell({"said": ended.said, "code": ended.code})


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    folder = tmp_path_factory.mktemp("hard")
    told = {scene["name"]: scene for scene in run("test_hardening:try_everything", folder)}
    assert sorted(place.name.split(".")[0] for place in folder.iterdir()) == ["crm"], "a file was written"
    return told


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused(tried: dict[str, dict[str, object]], name: str) -> None:
    scene = tried[name]
    assert scene["code"] == 0
    assert [set(said) for said in scene["said"]] == [{"refused"}], scene


def test_one_call_of_the_drivers_own_logging_ends_all_work_so_no_ones_own_sql_may_run_here(tmp_path: Path) -> None:
    """It cannot be refused by a setting. Where this fails after an upgrade, it has become harmless: worth a look."""
    (told,) = run("test_hardening:log_into_a_file", tmp_path)
    assert told["code"] != 0 or told["said"] == ["PermissionException"] * 3
    assert not (tmp_path / "log").exists()
