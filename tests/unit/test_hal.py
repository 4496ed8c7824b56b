"""The only module that knows the hardware, against recorded hardware."""

import pytest
from rigs.guests import FIRMWARE
from sole.core.board import PIN_ACTIVE_LOW, PIN_PULL_UP
from unit.stubs.pins import HIGH, WatchdogError


@pytest.fixture
def hal(board_stub):
    return board_stub.import_fresh("sole.hal")


def test_a_digital_output_is_off_from_the_first_moment(hal, board_stub):
    hal.DigitalOut(4)
    hal.DigitalOut(5 + PIN_ACTIVE_LOW)
    assert board_stub.line(4).history == [(0, 0)]
    assert board_stub.line(5).history == [(0, HIGH)]


def test_active_low_turns_the_level_round(hal, board_stub):
    plain, inverted = hal.DigitalOut(4), hal.DigitalOut(5 + PIN_ACTIVE_LOW)
    plain.on()
    inverted.on()
    assert (board_stub.line(4).level, board_stub.line(5).level) == (HIGH, 0)
    plain.off()
    inverted.off()
    assert (board_stub.line(4).level, board_stub.line(5).level) == (0, HIGH)


def test_pwm_begins_at_zero_and_has_the_boards_frequency(hal, board_stub):
    output = hal.PwmOut(12, 20000)
    assert board_stub.line(12).history == [(0, 0)]
    assert board_stub.line(12).freq_hz == 20000
    output.duty_cycle = 40000
    assert output.duty_cycle == 40000
    assert board_stub.line(12).level == 40000


def test_pwm_of_an_active_low_pin_is_inverted_from_the_first_moment(hal, board_stub):
    output = hal.PwmOut(12 + PIN_ACTIVE_LOW, 1000)
    assert board_stub.line(12).history == [(0, HIGH)]
    output.duty_cycle = HIGH
    assert board_stub.line(12).level == 0
    output.off()
    assert board_stub.line(12).level == HIGH


def test_a_ws2812_begins_dark_and_gets_green_first(hal, board_stub):
    pixel = hal.Pixel(38)
    line = board_stub.line(38)
    assert line.history == [(0, 0)]
    assert line.shown == [bytes(3)]
    pixel.set(1, 2, 3)
    assert line.shown[-1] == bytes([2, 1, 3])
    hal.all_off()
    assert line.shown[-1] == bytes(3)


def test_the_frequency_of_a_pwm_can_be_changed_while_it_runs(hal, board_stub):
    output = hal.PwmOut(13, 1000)
    output.duty_cycle = 16384
    output.freq(880)
    assert (board_stub.line(13).freq_hz, board_stub.line(13).level) == (880, 16384)


def test_all_off_reaches_every_output_though_one_fails(hal, board_stub):
    first, broken, last = hal.PwmOut(12, 1000), hal.PwmOut(13, 1000), hal.DigitalOut(14)
    for output in (first, broken):
        output.duty_cycle = HIGH
    last.on()
    broken._pwm.duty_u16 = None  # calling it raises
    hal.all_off()
    assert board_stub.machine.outputs_high() == [13]


def test_an_input_reads_its_active_level(hal, board_stub):
    button = hal.DigitalIn(33 + PIN_ACTIVE_LOW + PIN_PULL_UP)
    plain = hal.DigitalIn(34)
    assert button.value() == 0
    board_stub.line(33).applied = 0
    board_stub.line(34).applied = 1
    assert (button.value(), plain.value()) == (1, 1)
    assert board_stub.line(33).pulled_up
    assert not board_stub.line(34).pulled_up


def test_an_analog_input_gives_microvolts(hal, board_stub):
    sensor = hal.AnalogIn(36)
    board_stub.line(36).applied_mv = 1234
    assert sensor.read_uv() == 1_234_000


def test_a_lease_that_is_not_renewed_opens_every_switch(hal, board_stub):
    switches = [hal.DigitalOut(code) for code in (4, 5 + PIN_ACTIVE_LOW, 6)]
    lease = hal.Lease(switches)
    for switch in switches:
        switch.on()
    board_stub.clock.advance(400)
    lease.renew()
    board_stub.clock.advance(400)
    assert [board_stub.line(number).level for number in (4, 5, 6)] == [HIGH, 0, HIGH]
    assert not lease.expired
    board_stub.clock.advance(200)
    assert [board_stub.line(number).level for number in (4, 5, 6)] == [0, HIGH, 0]
    assert lease.expired


def test_the_watchdog_bites_when_it_is_not_fed(hal, board_stub):
    watchdog = hal.Watchdog()
    watchdog.take_over()
    board_stub.clock.advance(2900)
    watchdog.feed()
    board_stub.clock.advance(2900)
    with pytest.raises(WatchdogError):
        board_stub.clock.advance(200)


def test_the_timer_of_boot_feeds_the_watchdog_until_the_loop_takes_over(hal, board_stub):
    boot = (FIRMWARE / "boot.py").read_text(encoding="utf-8")
    exec(compile(boot, "boot.py", "exec"), {"__name__": "boot"})
    watchdog = hal.Watchdog()
    board_stub.clock.advance(60_000)  # as long as the imports take
    watchdog.take_over()
    board_stub.clock.advance(2900)
    with pytest.raises(WatchdogError):
        board_stub.clock.advance(200)


def test_leaving_switches_all_off_and_keeps_the_watchdog_fed(hal, board_stub):
    watchdog = hal.Watchdog()
    hal.PwmOut(12, 1000).duty_cycle = 9999
    hal.leave(watchdog)
    assert board_stub.machine.outputs_high() == []
    assert board_stub.interrupt_char == [-1, 3]
    board_stub.clock.advance(3600_000)


def test_ticks_wrap(make_board):
    board = make_board(start_ms=(1 << 30) - 5)
    clock = board.import_fresh("sole.hal").Clock
    before = clock.ticks_ms()
    due = clock.add(before, 20)
    assert due == 15
    board.clock.advance(12)
    assert clock.ticks_ms() == 7
    assert clock.diff(due, clock.ticks_ms()) == 8
    assert clock.diff(clock.ticks_ms(), before) == 12


def test_the_console_waits_no_longer_than_for_a_byte(hal, board_stub):
    console = hal.Console()
    board_stub.clock.call_at(7, lambda: board_stub.serial.put(b"ab"))
    assert console.wait(20)
    assert board_stub.clock.now_ms == 7
    assert (console.read(), console.read()) == (ord("a"), ord("b"))
    assert not console.wait(5)
    assert board_stub.clock.now_ms == 12
    console.write(b"out")
    assert board_stub.serial.sent == b"out"


def test_the_console_waits_to_the_millisecond_although_poll_does_not(hal, board_stub):
    console = hal.Console()
    for begun_ms in range(10):
        for wait_ms in (0, 1, 9, 10, 11, 19, 20):
            board_stub.clock.advance(begun_ms - board_stub.clock.now_ms % 10 + 10)
            end_ms = board_stub.clock.now_ms + wait_ms
            assert not console.wait(wait_ms)
            assert board_stub.clock.now_ms == end_ms, (begun_ms, wait_ms)


def test_the_console_wakes_soon_after_a_byte_wherever_it_comes(hal, board_stub):
    console = hal.Console()
    for at_ms in range(1, 19):
        begun_ms = board_stub.clock.now_ms
        board_stub.clock.call_in(at_ms, lambda: board_stub.serial.put(b"a"))
        assert console.wait(20)
        assert at_ms <= board_stub.clock.now_ms - begun_ms < at_ms + 2
        console.read()


def test_the_console_has_room_for_what_a_uart_has_sent_meanwhile(hal, board_stub):
    console = hal.Console()
    assert console.room() == 128
    console.write(b"x" * 100)
    assert 20 <= console.room() <= 28
    console.write(b"x" * 20)
    assert 0 <= console.room() <= 8
    board_stub.clock.advance(5)
    assert 60 <= console.room() <= 66  # 11.5 bytes a millisecond
    board_stub.clock.advance(6)
    assert console.room() == 128
    console.write(b"x" * 100)
    for _ in range(20):  # the clock's microseconds wrap every 18 minutes
        board_stub.clock.advance(100_000)
        assert console.room() == 128


@pytest.mark.parametrize(
    ("cause", "word"),
    [(1, "power-on"), (2, "reset"), (3, "watchdog"), (5, "soft-reset"), (9, "unknown")],
)
def test_reset_causes_have_words(hal, board_stub, cause, word):
    board_stub.machine.cause = cause
    assert hal.reset_cause() == word


def test_the_version_is_micropythons(hal):
    assert hal.mpy_version() == "1.24.0"


def test_the_clock_is_none_until_it_is_set(hal, board_stub):
    clock = hal.WallClock()
    assert clock.read() is None
    board_stub.machine.rtc_datetime = (1970, 1, 1, 3, 0, 0, 9, 0)
    assert clock.read() is None
    board_stub.machine.rtc_datetime = (2100, 1, 1, 4, 0, 0, 0, 0)
    assert clock.read() is None
    clock.set(9823, 22 * 3600 + 14 * 60 + 5)
    assert board_stub.machine.rtc_datetime == (2026, 11, 23, 0, 22, 14, 5, 0)
    assert clock.read() == (9823, 22 * 3600 + 14 * 60 + 5)
