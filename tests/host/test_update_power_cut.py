"""The power goes at any flash operation of an update: the board runs the old or the new, whole.

One update runs through mpremote and notes every erase and program. A power cut after the
k-th leaves exactly the first k behind, so each is tried without playing the update again;
cuts of a running update come on top. A nightly run starts the board after every cut; else it
starts after those that change what the files hold, and after a few of the others.
"""

import time
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path

import old_firmware as rig
import pytest
import sole
from old_firmware import NEW, OLD, State, state, virtual
from rigs.nightly import NIGHTLY
from solewave import filesystem
from solewave.errors import DeviceError
from solewave.update import bring as bringing
from solewave.update import repl
from solewave.virtual import VirtualBoard, flash_operations
from solewave.virtual.flash_operations import Operation
from virtual_console import until

WHOLE = {State(OLD, None, None), State(OLD, "broken-off", None), State(NEW, "finished", None)}
AFTER = State(NEW, None, None)
OF_THE_SAME = 1 if NIGHTLY else 6
"""Of the cuts that leave the same files as the one before, each so-many-th is tried."""
REAL_CUTS = (1, 6, 14, 40, 55, 63, 64, 66) if NIGHTLY else (6, 40, 64, 66)
"""At the 64th nobody can tell yet what the next start runs; the 66th is part of that start."""


Recorded = tuple[bytes, list[Operation]]
"""The flash before an update, and all that the update and its end did to it."""


pytestmark = pytest.mark.usefixtures("own_state")


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    """An update that nothing disturbs."""
    folder = tmp_path_factory.mktemp("recorded")
    with virtual(folder / "b", rig.old_files(folder) | rig.KEPT) as made:
        assert state(made) == State(OLD, None, None)
    before = made.flash_path.read_bytes()
    flash_operations.keep_journal(made.flash_path)
    with virtual(folder / "b") as made:
        assert state(made).fw == OLD
        brought = bringing.bring(made.port, None, firmware_runs=True)
        assert (brought.files, brought.removed) == (4, 1)
        until(lambda: made.starts == 3)
        assert state(made) == State(NEW, "finished", None)
    return before, flash_operations.journal(made.flash_path)


def apply(flash: bytearray, operation: Operation, size: int | None = None) -> None:
    data = operation.data[:size]
    flash[operation.at : operation.at + len(data)] = data


def started_from(folder: Path, flash: bytes) -> State:
    folder.mkdir(exist_ok=True)
    (folder / "flash").write_bytes(flash)
    with virtual(folder) as made:
        return state(made)


def test_the_update_is_large_enough_to_be_cut_in_many_places(recorded: object) -> None:
    assert sole.__version__ == NEW
    _, operations = recorded  # type: ignore[misc]
    assert max(REAL_CUTS) < len(operations) < 200, "else the cuts need other numbers"


def flash_after(recorded: Recorded, count: int, torn: bool = False) -> bytes:
    """What `count` operations leave behind; `torn`: and the first half of the next."""
    before, operations = recorded
    flash = bytearray(before)
    for operation in operations[:count]:
        apply(flash, operation)
    for operation in operations[count : count + torn]:
        apply(flash, operation, len(operation.data) // 2)
    return bytes(flash)


def worth_a_start(flashes: list[bytes], folder: Path) -> Iterator[bytes]:
    """Each whose files differ from those of the one before, and some of the others."""
    path = folder / "look"
    last = None
    for index, flash in enumerate(flashes):
        path.write_bytes(flash)
        files = filesystem.read(path, filesystem.BLOCKS_DEFAULT)
        if files != last or index % OF_THE_SAME == 0:
            yield flash
        last = files


@pytest.mark.parametrize("torn", [False, True], ids=["between", "within"])
def test_every_cut_leaves_the_old_or_the_new(
    recorded: Recorded, tmp_path: Path, torn: bool
) -> None:
    counts = range(len(recorded[1]) + 1)
    flashes = [flash_after(recorded, count, torn) for count in counts]
    seen = [started_from(tmp_path / "b", one) for one in worth_a_start(flashes, tmp_path)]
    assert set(seen) <= WHOLE | {AFTER}
    versions = [one.fw for one in seen]
    assert versions == sorted(versions), "new once decided"
    assert {OLD, NEW} == set(versions)
    assert "broken-off" in {one.update for one in seen}
    assert "finished" in {one.update for one in seen}


def wait_for_the_cut(made: VirtualBoard) -> None:
    """So that the question for its state is not lost with the power; the last has none."""
    for _ in range(60):
        if made.starts == 2:
            return
        time.sleep(0.005)


def test_cuts_while_an_update_is_finished(recorded: Recorded, tmp_path: Path) -> None:
    def decided(count: int) -> bool:
        return started_from(tmp_path / "look", flash_after(recorded, count)).fw == NEW

    flash = flash_after(recorded, bisect_left(range(len(recorded[1])), True, key=decided))
    folder = tmp_path / "b"
    folder.mkdir()
    cut = 0
    starts = 2
    while starts == 2:
        cut += 1
        (folder / "flash").write_bytes(flash)
        flash_operations.cut_power_after(folder / "flash", cut)
        with virtual(folder) as made:
            wait_for_the_cut(made)
            assert state(made) in (State(NEW, "finished", None), AFTER), cut
            starts = made.starts
    assert cut > 5, "as many cuts as the end of an update has operations"


@pytest.mark.parametrize("cut", REAL_CUTS)
def test_a_cut_of_the_running_update_says_what_runs_and_can_be_repeated(
    tmp_path: Path, cut: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with virtual(tmp_path / "b", rig.old_files(tmp_path) | rig.KEPT) as made:
        assert state(made) == State(OLD, None, None)
    flash_operations.cut_power_after(made.flash_path, 0)
    with virtual(tmp_path / "b") as made:
        assert state(made).fw == OLD
        monkeypatch.setattr(repl, "QUIET_S", 2.0)
        flash_operations.cut_power_after(made.flash_path, cut)
        try:
            bringing.bring(made.port, None, firmware_runs=True)
            error = None  # the cut comes when the board starts anew
        except DeviceError as raised:
            error = raised
        until(lambda: made.starts == (3 if error else 4))
        now = state(made)
        assert now in WHOLE
        if error is not None and error.remedy == bringing.OLD_RUNS:
            assert now.fw == OLD
        elif error is None or error.remedy == bringing.NEW_RUNS:
            assert now.fw == NEW
        else:
            assert error.remedy == bringing.EITHER_RUNS
        monkeypatch.setattr(repl, "QUIET_S", 10.0)
        bringing.bring(made.port, None, firmware_runs=True)
        assert bringing.greet(made.port)["fw"] == NEW
    kept = filesystem.read(made.flash_path, filesystem.BLOCKS_DEFAULT)
    assert kept.items() >= (rig.KEPT | {"faults.json": kept["faults.json"]}).items()
    assert rig.GONE not in kept
    assert not [path for path in kept if path.startswith("update")]
