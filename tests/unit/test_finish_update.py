"""finish_update.py: what a start makes of an update, whatever a power cut left of it."""

import sys

import pytest
from rigs.guests import FIRMWARE
from sole.core.frame import seal

OLD = {"main.py": b"old main", "sole/app.mpy": b"old app", "sole/gone.mpy": b"gone"}
NEW = {"main.py": b"new main", "sole/app.mpy": b"old app", "sole/core/deep.mpy": b"deep"}
CHANGED = ("main.py", "sole/core/deep.mpy")
MINE = {"patterns/mine.sole": b"mine", "faults.json": b"faults"}


@pytest.fixture
def finish(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(FIRMWARE), *sys.path])
    monkeypatch.delitem(sys.modules, "finish_update", raising=False)
    import finish_update  # noqa: PLC0415

    return finish_update


def put(folder, files):
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def listed(files):
    return {"manifest.json": seal({path: len(path) for path in files})}


def found(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def board(tmp_path):
    put(tmp_path, OLD | listed(OLD) | MINE)
    return tmp_path


def stage(board, folder, changed=CHANGED, manifest=True):
    files = {path: NEW[path] for path in changed} | (listed(NEW) if manifest else {})
    put(board / folder, files)


def test_a_start_without_an_update(finish, board):
    before = found(board)
    assert finish.run(str(board)) is None
    assert found(board) == before


def test_an_update_that_came_in_part_changes_nothing(finish, board, capsys):
    stage(board, "update.new")
    before = found(board)
    assert finish.run(str(board)) == "broken-off"
    assert found(board) == before
    assert "the old firmware runs" in capsys.readouterr().out


def test_an_update_is_finished_once(finish, board, capsys):
    stage(board, "update")
    assert finish.run(str(board)) == "finished"
    assert found(board) == NEW | listed(NEW) | MINE
    assert not (board / "update").exists()
    assert "the new firmware runs" in capsys.readouterr().out
    assert finish.run(str(board)) is None


@pytest.mark.parametrize("left", [("sole/core/deep.mpy",), ("main.py",), ()])
def test_files_that_were_moved_before_a_cut_stay_moved(finish, board, left):
    put(board, {path: NEW[path] for path in CHANGED if path not in left})
    stage(board, "update", left)
    assert finish.run(str(board)) == "finished"
    assert found(board) == NEW | listed(NEW) | MINE


def test_only_empty_folders_were_left(finish, board):
    (board / "sole/gone.mpy").unlink()
    put(board, NEW | listed(NEW))
    (board / "update/sole/core").mkdir(parents=True)
    assert finish.run(str(board)) == "finished"
    assert found(board) == NEW | listed(NEW) | MINE
    assert not (board / "update").exists()


def test_a_list_that_is_broken_is_not_followed(finish, board):
    stage(board, "update", manifest=False)
    put(board / "update", {"manifest.json": b'{"main.py":1}#00000000'})
    before = found(board)
    assert finish.run(str(board)) == "broken-off"
    assert found(board) == before


def test_an_old_list_that_is_broken_keeps_nothing_from_running(finish, board):
    stage(board, "update")
    put(board, {"manifest.json": b"spoiled"})
    assert finish.run(str(board)) == "finished"
    assert found(board) == NEW | listed(NEW) | MINE | {"sole/gone.mpy": b"gone"}


def test_an_error_is_not_hidden_and_the_firmware_does_not_run(finish, board, monkeypatch):
    stage(board, "update")
    monkeypatch.setattr(finish.os, "rename", lambda *_: (_ for _ in ()).throw(OSError(28)))
    with pytest.raises(OSError, match="28"):
        finish.run(str(board))
