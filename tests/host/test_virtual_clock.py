"""The virtual board's time: clock, timers, watchdog, and what takes time."""

import time
from pathlib import Path

import pytest
from solewave import board
from solewave.virtual import VirtualBoard
from virtual_console import PROMPT, at_prompt, bare_board, console

pytestmark = pytest.mark.usefixtures("own_state")


COUNTING = """
import machine, time
fired = []
timer = machine.Timer(-1)
timer.init(period=50, callback=lambda t: fired.append(time.ticks_ms()))
begun = time.ticks_ms()
count = 0
late = 0
while count < 500:
    count += 1
    due = time.ticks_add(begun, 20 * count)
    left = time.ticks_diff(due, time.ticks_ms())
    if left > 0:
        time.sleep_ms(left)
    else:
        late += 1
timer.deinit()
spent = time.ticks_diff(time.ticks_ms(), begun)
print("ticks", count, "late", late, "spent", spent // 20, "fired", len(fired))
"""


@pytest.mark.parametrize("speed", [0, 50.0, 1000])
@pytest.mark.parametrize("start_us", [0, (1 << 30) * 1000 - 3_000_000])
def test_a_scaled_clock_gives_the_same_count(tmp_path: Path, speed: float, start_us: int) -> None:
    """10 s of loop, once across the wrap of the ticks; no tick is late because time runs fast."""
    with (
        bare_board(tmp_path / "b", COUNTING, speed=speed, start_us=start_us) as made,
        console(made, go=True) as line,
    ):
        line.expect(b"ticks")
        ticks, late, spent, fired = line.expect(b"\r\n").split()[::2]
        assert (ticks, late, spent) == (b"500", b"0", b"500")
        assert int(fired) in (199, 200), "one is due just when the loop ends"


def test_waiting_for_input_follows_the_clock_and_ends_with_a_byte(tmp_path: Path) -> None:
    main = """
import select, sys, time
poll = select.poll()
poll.register(sys.stdin, select.POLLIN)
begun = time.ticks_ms()
print("got", len(list(poll.ipoll(5000))), time.ticks_diff(time.ticks_ms(), begun) // 100)
print("waits")
byte = bytearray(1)
for _ in poll.ipoll(1000000):
    sys.stdin.buffer.readinto(byte)
print("byte", byte, time.ticks_diff(time.ticks_ms(), begun) < 900000)
"""
    with bare_board(tmp_path / "b", main, speed=100) as made, console(made, go=True) as line:
        assert b"got 0 50\r\n" in line.expect(b"waits\r\n")
        line.send(b"x")
        assert line.expect(b"True\r\n").endswith(b"byte bytearray(b'x') True\r\n")


def test_poll_ends_with_a_tick_of_freertos_and_the_firmwares_console_in_time(
    tmp_path: Path,
) -> None:
    """Twenty waits of 3 ms: an ESP32's poll makes 10 ms of each."""
    waits = "[wait(3) for _ in range(20)]; print(time.ticks_diff(time.ticks_ms(), begun))"
    reference = board.load("esp32-devkitc")
    with VirtualBoard(reference, tmp_path / "b", speed=0) as made, console(made) as line:
        at_prompt(line)
        line.run("import select, sys, time; from sole import hal")
        line.run("poll = select.poll(); _ = poll.register(sys.stdin, 1); wait = poll.ipoll")
        assert 190 <= int(line.run(f"begun = time.ticks_ms(); _ = {waits}")) < 250
        line.run("wait = hal.Console().wait")
        assert 60 <= int(line.run(f"begun = time.ticks_ms(); _ = {waits}")) < 120


def test_timers_that_came_due_at_the_prompt_fire_before_the_watchdog(tmp_path: Path) -> None:
    main = """
import machine, time
watchdog = machine.WDT(timeout=300)
timer = machine.Timer(0)
timer.init(period=100, callback=lambda t: watchdog.feed())
print("set")
"""
    with bare_board(tmp_path / "b", main) as made, console(made, go=True) as line:
        line.expect(b"set\r\n")
        line.expect(PROMPT)
        begun = time.monotonic()
        while time.monotonic() < begun + 1.6:  # the watchdog's time and the server's margin
            time.sleep(0.1)
        assert line.run("import time; time.sleep_ms(500); print('lives')") == b"lives\r\n"
        assert made.starts == 1


def test_an_unfed_watchdog_resets_a_board_at_its_prompt(tmp_path: Path) -> None:
    main = """
import machine
print("cause", machine.reset_cause())
if machine.reset_cause() == 1: machine.WDT(timeout=100)
"""
    with bare_board(tmp_path / "b", main) as made, console(made, go=True) as line:
        line.expect(b"cause 1\r\n")
        line.expect(b"cause 3\r\n")
        assert made.starts == 2


def test_flash_takes_its_time_and_no_callback_runs_meanwhile(tmp_path: Path) -> None:
    main = """
import machine, time
times = []
timer = machine.Timer(-1)
timer.init(period=5, callback=lambda t: times.append(time.ticks_us()))
begun = time.ticks_us()
with open("/big", "wb") as file:
    file.write(bytes(16384))
spent = time.ticks_diff(time.ticks_us(), begun)
timer.deinit()
longest = max(time.ticks_diff(b, a) for a, b in zip(times, times[1:]))
print("spent", spent // 1000, "longest", longest // 1000)
"""
    with bare_board(tmp_path / "b", main, speed=200) as made, console(made, go=True) as line:
        line.expect(b"spent ")
        spent, longest = line.expect(b"\r\n").split(b"longest")
        assert int(spent) >= 4 * 45
        assert int(longest) >= 40


def test_the_line_can_be_as_slow_as_a_uart(tmp_path: Path) -> None:
    with bare_board(tmp_path / "b", throttle_baud=9600) as made, console(made) as line:
        at_prompt(line)
        before = made.traffic.bytes_out
        begun = time.monotonic()
        line.run("print('x' * 480)")
        seconds = time.monotonic() - begun
        assert made.traffic.bytes_out - before > 480
        assert made.traffic.bytes_in > 10
        assert seconds >= 480 / 960 * 0.9, "a lower bound only: the line never runs faster"


def test_timers_fire_while_code_hangs_without_looking_at_the_clock(tmp_path: Path) -> None:
    main = """
fired = []
timer = machine.Timer(0)
timer.init(period=100, callback=lambda t: fired.append(1))
while len(fired) < 5: pass
print("fired", len(fired))
"""
    with bare_board(tmp_path / "b", main) as made, console(made, go=True) as line:
        line.expect(b"fired 5\r\n")
        line.expect(PROMPT)
        assert made.error == ""
