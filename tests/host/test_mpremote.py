"""mpremote, the real program, against the virtual board: tools for MicroPython work with it."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sole.core.frame import frame
from solewave import board
from solewave.virtual import VirtualBoard
from virtual_console import HANG_GUARD_S, bare_board, console, until

MPREMOTE = str(Path(sys.executable).with_name("mpremote"))
FOREVER = "import time\nprint('main runs')\nwhile True: time.sleep_ms(10)\n"

Run = Callable[..., str]


def runner(made: VirtualBoard) -> Run:
    def run(*words: str) -> str:
        done = subprocess.run(
            [MPREMOTE, "connect", made.port, *words],
            capture_output=True, text=True, timeout=3 * HANG_GUARD_S, check=False,
        )  # fmt: skip
        assert done.returncode == 0, (words, done.stdout, done.stderr)
        return done.stdout

    return run


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[VirtualBoard]:
    monkeypatch.setenv("SOLEWAVE_STATE_DIR", str(tmp_path))
    with bare_board(tmp_path / "b", FOREVER) as running:
        yield running


def test_files_go_there_and_come_back(made: VirtualBoard, tmp_path: Path) -> None:
    run = runner(made)
    data = bytes(range(256)) * 40
    (tmp_path / "sent").write_bytes(data)
    run("mkdir", ":deep")
    run("cp", str(tmp_path / "sent"), ":deep/file")
    run("cp", ":deep/file", str(tmp_path / "back"))
    assert (tmp_path / "back").read_bytes() == data
    listed = run("ls")
    assert {"main.py", "deep/"} == {line.split()[-1] for line in listed.splitlines()[1:]}
    assert "10240 file" in run("ls", ":deep")
    run("rm", ":deep/file", "+", "rmdir", ":deep")
    assert "deep" not in run("ls")


def test_code_runs_and_a_mounted_folder_is_seen(made: VirtualBoard, tmp_path: Path) -> None:
    run = runner(made)
    assert run("exec", "print(6 * 7)") == "42\n"
    assert run("eval", "1 << 70") == f"{1 << 70}\n"
    (tmp_path / "mounted").mkdir()
    (tmp_path / "mounted" / "there.py").write_text("print('from the host')\n")
    assert "from the host" in run("mount", str(tmp_path / "mounted"), "exec", "import there")


def test_an_error_on_the_board_is_an_error_here(made: VirtualBoard) -> None:
    done = subprocess.run(
        [MPREMOTE, "connect", made.port, "exec", "1/0"],
        capture_output=True, text=True, timeout=3 * HANG_GUARD_S, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stdout


def test_soft_reset_leaves_the_prompt_and_ctrl_d_brings_main_back(made: VirtualBoard) -> None:
    run = runner(made)
    run("soft-reset")
    starts = made.starts
    assert starts >= 2
    with console(made) as line:
        line.send(b"\x04")
        line.expect(b"main runs\r\n")
    assert made.starts == starts + 1


def test_reset_starts_main_again(made: VirtualBoard) -> None:
    run = runner(made)
    run("exec", "pass")
    starts = made.starts
    with console(made) as line:
        run("resume", "exec", "--no-follow", "import machine; machine.reset()")
        line.expect(b"main runs\r\n")
    until(lambda: made.starts == starts + 1)


def test_mpremotes_own_reset(made: VirtualBoard) -> None:
    runner(made)("reset")
    until(lambda: made.plant()["reset_cause"] == 2 and made.plant()["phase"] == 2)


def test_it_interrupts_the_firmware_which_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOLEWAVE_STATE_DIR", str(tmp_path))
    with VirtualBoard(board.load("esp32-devkitc"), tmp_path / "b") as made:
        run = runner(made)
        names = {line.split()[-1] for line in run("ls").splitlines()[1:]}
        assert {"boot.py", "main.py", "sole/", "lib/", "board.json"} <= names
        assert not [pin for pin in made.outputs().values() if pin["value"]]
        run("reset")
        until(lambda: made.plant()["phase"] == 2)
        with console(made) as line:
            line.send(frame({"id": 5, "do": "hello"}))
            line.expect(b'"id":5')
            assert b'"reset":"reset"' in line.expect(b"\n")
