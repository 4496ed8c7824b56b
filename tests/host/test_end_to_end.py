"""The whole way on the virtual board: real firmware, real MicroPython, the real client."""

import time

import pytest
from sole.core.frame import frame
from solewave import pattern
from solewave.errors import DeviceError
from solewave.transport import open_port
from virtual_massager import HANG_GUARD_S, HEATER_PINS, MOTOR_PINS, Massager


def test_a_brief_hello_says_how_to_talk_and_no_more(massager: Massager) -> None:
    brief = massager.ask("hello", brief=True)
    assert brief.keys() == {"fw", "format", "link", "frame_max", "inflate_max"}
    assert brief.items() <= massager.hello.items()


def test_a_pattern_is_uploaded_played_and_ends_on_time(massager: Massager, example: bytes) -> None:
    sent = massager.upload("first", example)
    assert (sent.stored, sent.resumed_at) == (True, 0)
    assert massager.start("play", name="first") == {"duration_ms": 120000}
    status = massager.played(30000)
    assert status["state"] == "playing"
    assert status["section"] == "warm-up"
    massager.until(lambda _status: massager.driven() & set(MOTOR_PINS))
    status = massager.idle()
    assert (status["ended"], status["elapsed_ms"]) == ("done", 120000)
    assert massager.driven() == set()
    assert status["fault"] is None


WARM = """
format = 1
title = "Warm"

[section.warm]
lasts = "4min"
heat = 31
heat_ramp = "20s"
"""


def test_the_pad_warms_to_its_target_and_not_beyond(massager: Massager) -> None:
    massager.upload("warm", pattern.loads(WARM).data)
    massager.start("play", name="warm")
    hottest_cc, ramp_ms = 0, None
    status = massager.ask("status")
    while status["state"] == "playing":
        pad_cc = status["temp_cc"] or 0  # null before the first sample and at a spark
        hottest_cc = max(hottest_cc, pad_cc)
        if ramp_ms is None and pad_cc >= 2800:
            ramp_ms = status["elapsed_ms"]
        time.sleep(0.01)
        status = massager.ask("status")
    assert 3050 <= hottest_cc <= 3150
    assert ramp_ms is not None
    assert ramp_ms >= 110_000, "6 C at 3 C a minute at most, from 22 C"
    assert massager.driven() == set()


def test_pause_resume_and_stop(massager: Massager, routine: bytes) -> None:
    massager.upload("a", routine)
    massager.start("play", name="a", intensity_pct=120, tempo_pct=80)
    massager.played(60000)
    assert HEATER_PINS[1] in massager.driven()
    massager.ask("pause")
    massager.until(lambda _status: massager.driven() == set())
    held_ms = massager.ask("status")["elapsed_ms"]
    massager.start("resume")
    massager.played(held_ms + 10000)
    assert massager.driven()
    massager.ask("set", intensity_pct=50)
    assert massager.ask("status")["intensity_pct"] == 50
    massager.ask("stop")
    assert massager.idle()["ended"] == "stopped"
    assert massager.driven() == set()


def test_a_session_whose_host_is_silent_stops(massager: Massager, example: bytes) -> None:
    massager.upload("a", example)
    massager.start("play", name="a")
    massager.played(10000)
    begun_us = massager.virtual.plant()["now_us"]
    while massager.virtual.plant()["now_us"] < begun_us + 8_000_000:
        time.sleep(0.01)
    assert massager.driven() == set()
    assert massager.ask("status")["ended"] == "host-lost"


def test_a_power_cut_in_a_session_comes_back_idle(massager: Massager, routine: bytes) -> None:
    massager.upload("a", routine)
    massager.start("play", name="a")
    massager.until(lambda status: status["heat_pct"] > 10 and massager.driven())
    massager.port.close()
    massager.virtual.power_cycle()
    massager.connect()
    status = massager.until(lambda status: status["uptime_ms"] > 5000)
    assert (status["state"], status["ended"], status["fault"]) == ("idle", None, None)
    assert massager.driven() == set()


def test_bad_frames_are_counted_and_the_session_plays_on(
    massager: Massager, example: bytes
) -> None:
    massager.upload("a", example)
    massager.start("play", name="a")
    massager.played(2000)
    good = frame({"id": 77, "do": "stop"})
    massager.send(good.replace(b"stop", b"stup"))
    massager.send(b"\x1e" + b"x" * 700 + b"\n")
    massager.send(b"\x1enot json#00000000\n")
    massager.send(b"noise without a frame \xff\xfe\n")
    massager.send(frame({"id": 78, "do": "fly"}))
    massager.send(frame({"id": 79, "do": "set", "intensity_pct": [1]}))
    refused: list[str] = []
    massager.client.on_other = lambda value: refused.append(value["err"]["code"])
    while "bad-args" not in refused:  # the last of them
        massager.client.poll(HANG_GUARD_S)
    status = massager.ask("status")
    assert (status["bad"], status["state"]) == (5, "playing")
    massager.played(status["elapsed_ms"] + 1000)


@pytest.mark.parametrize("fault", ["open", "short"])
def test_a_broken_thermistor_cuts_the_heat_and_latches(
    massager: Massager, routine: bytes, fault: str
) -> None:
    massager.upload("a", routine)
    massager.start("play", name="a")
    massager.until(lambda status: status["heat_pct"] > 10)
    massager.virtual.inject(fault, sensor=1)
    status = massager.until(lambda status: status["fault"] is not None)
    assert status["fault"] == f"sensor-{fault}"
    assert not massager.driven() & set(HEATER_PINS)
    massager.virtual.inject(None, sensor=1)
    massager.played(status["elapsed_ms"] + 20000)
    assert not massager.driven() & set(HEATER_PINS)
    massager.ask("stop")
    assert massager.idle()["state"] == "fault"
    assert massager.refused("play", name="a") == "fault"


def test_ctrl_c_switches_everything_off(massager: Massager, routine: bytes) -> None:
    massager.upload("a", routine)
    massager.start("play", name="a")
    massager.until(lambda status: status["heat_pct"] > 10 and massager.driven() & set(MOTOR_PINS))
    massager.send(b"\x03")
    begun = time.monotonic()
    while not massager.client.wire.at_prompt and time.monotonic() < begun + HANG_GUARD_S:
        massager.client.poll(0.05)
    assert massager.driven() == set()
    assert "every output is off" in massager.client.wire.console
    now_us = massager.virtual.plant()["now_us"]
    starts = massager.virtual.starts
    massager.send(b"import time; time.sleep(10); print('awake', 6 * 7)\r\n")
    while "awake 42" not in massager.client.wire.console:
        massager.client.poll(0.05)
        assert time.monotonic() < begun + HANG_GUARD_S
    assert massager.virtual.plant()["now_us"] > now_us + 9_000_000
    assert massager.virtual.starts == starts, "the watchdog is fed while a person works there"
    massager.send(b"\x04")  # a soft reset brings the firmware back
    massager.client.wire = type(massager.client.wire)()
    assert massager.client.hello()["reset"] == "soft-reset"
    assert massager.ask("status")["state"] == "idle"


def test_the_button_pauses_goes_on_and_starts(massager: Massager, example: bytes) -> None:
    button = 4
    massager.upload("a", example)
    massager.start("play", name="a")
    massager.played(3000)
    massager.virtual.press(button, 200)
    massager.until(lambda status: status["state"] == "paused" and not massager.driven())
    massager.virtual.press(button, 200)
    status = massager.until(lambda status: status["state"] == "playing")
    assert not status["live"], "a person stands there: no host is needed any more"
    massager.virtual.press(button, 1500)
    status = massager.idle()
    assert status["ended"] == "stopped", "a long press"
    massager.virtual.press(button, 200)
    status = massager.until(lambda status: status["state"] == "playing")
    assert (status["name"], status["live"]) == ("a", False)


@pytest.mark.parametrize("massager", [{"files": {"board.json": b"{}#00000000"}}], indirect=True)
def test_without_a_usable_board_file_nothing_is_driven(massager: Massager, example: bytes) -> None:
    assert massager.hello["board"] is None
    massager.upload("a", example)
    assert massager.refused("play", name="a") == "no-board"
    assert massager.ask("status")["fault"] == "no-board"
    assert {pin["mode"] for pin in massager.virtual.outputs().values()} <= {"in"}


def test_a_port_that_is_taken_says_so(massager: Massager) -> None:
    with pytest.raises(DeviceError) as caught:
        open_port(massager.virtual.port)
    assert "in use" in str(caught.value)
