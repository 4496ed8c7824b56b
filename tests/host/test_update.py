"""`solewave update`: what it brings, what it leaves, what it refuses."""

import json
from contextlib import closing
from pathlib import Path

import old_firmware as rig
import pytest
from old_firmware import NEW, OLD, State, old_files, state, virtual
from sole.core.frame import unseal
from solewave import board, filesystem, firmware_files, shipped
from solewave.cli import run
from solewave.client import Client
from solewave.errors import UserError
from solewave.transport import open_port
from solewave.update import plan
from solewave.update.board_side import BoardSide, Found
from virtual_console import bare_board, until

OLD_TITLE = "ESP32-DevKitC"


pytestmark = pytest.mark.usefixtures("own_state")


def on_flash(made: object) -> dict[str, bytes]:
    path = made.flash_path  # type: ignore[attr-defined]
    return filesystem.read(path, filesystem.BLOCKS_DEFAULT)


def test_only_what_changed_is_brought(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with virtual(tmp_path / "b", old_files(tmp_path) | rig.KEPT) as made:
        assert run(["update", "--port", made.port]) == 0
        said = capsys.readouterr().out.splitlines()
        assert said[0].startswith("Brought 4 files, ")
        assert said[0].endswith(f"bytes; the board had firmware {OLD}.")
        assert said[1].startswith(OLD_TITLE)
        assert said[1].endswith(f"runs firmware {NEW}; patterns and settings are as they were.")
        assert state(made) == State(NEW, "finished", None)
        sent = made.traffic.bytes_in
        assert sent < 20_000, "the tools, four files, their list"
        assert run(["update", "--port", made.port, "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert (told["before"], told["after"], told["files"], told["bytes"]) == (NEW, NEW, 0, 0)
        assert told["hello"]["update"] is None
    there = on_flash(made)
    assert there.items() >= firmware_files.files(rig.compiled_board()).items()
    assert there["patterns/mine.sole"] == rig.KEPT["patterns/mine.sole"]
    assert there["notes.txt"] == rig.KEPT["notes.txt"]
    assert rig.GONE not in there


def test_a_board_file_comes_along_when_it_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (shipped.path("boards") / "esp32-devkitc.toml").read_text()
    mine = tmp_path / "mine.toml"
    mine.write_text(text.replace('name = "esp32-devkitc"', 'name = "mine"', 1))
    with virtual(tmp_path / "b", firmware_files.files(rig.compiled_board())) as made:
        assert run(["update", "--port", made.port, "--board", str(mine)]) == 0
        assert "Brought 2 files" in capsys.readouterr().out
        assert state(made) == State(NEW, "finished", None)
    assert unseal(on_flash(made)["board.json"])["name"] == "mine"


def test_a_board_with_micropython_alone_gets_the_firmware(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with bare_board(tmp_path / "b", flash_timing=False, speed=20) as made:
        assert run(["update", "--port", made.port]) == 1
        assert capsys.readouterr().err == (
            "solewave: the board has no board file, so nothing tells how it is wired. "
            "Name one: `solewave update --board BOARD`.\n"
        )
        until(lambda: made.starts == 3)  # it is left as it was found, started anew
        assert run(["update", "--port", made.port, "--board", "esp32-devkitc"]) == 0
        assert "the board had no firmware" in capsys.readouterr().out
        assert state(made) == State(NEW, None, None)


def test_another_updates_leftovers_are_not_installed(tmp_path: Path) -> None:
    leftovers = {"update.new/sole/loop.mpy": b"of another version", "update.new/x": b""}
    with virtual(tmp_path / "b", old_files(tmp_path) | leftovers) as made:
        assert state(made) == State(OLD, "broken-off", None)
        assert run(["update", "--port", made.port]) == 0
        assert state(made) == State(NEW, "finished", None)
    assert "x" not in on_flash(made)


def test_what_does_not_read_back_is_not_installed_and_is_brought_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = BoardSide.stage

    def spoiled(side: BoardSide, path: str, content: bytes) -> None:
        stage(side, path, content[:-1] if path == "main.py" else content)

    with virtual(tmp_path / "b", old_files(tmp_path)) as made:
        with monkeypatch.context() as worn:
            worn.setattr(BoardSide, "stage", spoiled)
            assert run(["update", "--port", made.port]) == 2
        said = capsys.readouterr().err
        assert said.startswith("solewave: what was written does not read back. The board still ")
        assert "has its old firmware, whole" in said
        until(lambda: made.starts == 3)  # what it has runs again
        assert state(made) == State(OLD, "broken-off", None)
        assert run(["update", "--port", made.port]) == 0
        assert state(made) == State(NEW, "finished", None)


def test_a_session_is_not_interrupted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with virtual(tmp_path / "b", old_files(tmp_path)) as made:
        assert run(["upload", "--port", made.port, "gentle-flow"]) == 0
        with closing(open_port(made.port, rig.SPEED)) as line:
            client = Client(line)
            client.hello()
            client.start("play", name="gentle-flow", intensity_pct=100, tempo_pct=100)
        capsys.readouterr()
        assert run(["update", "--port", made.port]) == 1
        assert capsys.readouterr().err == (
            f"solewave: the massager on {made.port} plays gentle-flow. An update switches "
            "everything off: end the session with `solewave stop` first.\n"
        )
        assert made.starts == 1


def test_another_chips_board_file_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = board.load("esp32-devkitc")
    other = type("Other", (), {"chip": "esp32c3", "warnings": (), "compiled": loaded.compiled})()
    monkeypatch.setattr(board, "load", lambda _name: other)
    monkeypatch.setattr(rig, "compiled_board", loaded.compiled)
    with rig.VirtualBoard(
        loaded, tmp_path / "b", 20, files=old_files(tmp_path), with_firmware=False
    ) as made:
        assert run(["update", "--port", made.port, "--board", "other"]) == 1
        assert made.starts == 1
    assert "the board file is for a esp32c3, the massager" in capsys.readouterr().err


def test_a_flash_without_room_is_said_before_anything_is_written() -> None:
    found = Found(files={}, staged={}, free=40_000, ready=False)
    with pytest.raises(UserError, match="the update needs 40960 bytes of flash, 40000 are free"):
        plan.make({"a": bytes(4097), "manifest.json": b""}, found, set())
    staged = Found(files={}, staged={"a": "half of it"}, free=40_000, ready=False)
    assert plan.make({"a": bytes(4097), "manifest.json": b""}, staged, set()).stale == []
