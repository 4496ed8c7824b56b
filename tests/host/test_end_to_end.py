"""The whole way on the virtual board: real firmware, real MicroPython, the real client."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sole.core.frame import frame
from solewave import board, pattern, shipped, upload
from solewave.client import Client, patterns
from solewave.errors import DeviceError, SolewaveError
from solewave.transport import open_port
from solewave.virtual import VirtualBoard

SPEED = 25.0
"""A session ends when its host stands still for 5 s of the board's time: here a fifth of one."""
HEATER_PINS = (26, 27)
MOTOR_PINS = (13, 16, 17, 18, 19, 21, 22, 23, 25, 33)
HANG_GUARD_S = 60
SMALL_FRAME = 130


class Massager:
    """A virtual board and a client that talks to it."""

    def __init__(self, virtual: VirtualBoard) -> None:
        self.virtual = virtual
        self.connect()

    def connect(self) -> None:
        self.port = open_port(self.virtual.port, self.virtual.speed)
        self.client = Client(self.port)
        self.hello = self.client.hello()

    def ask(self, do: str, **more: Any) -> dict[str, Any]:
        return self.client.ask(do, **more)

    def start(self, do: str, **more: Any) -> dict[str, Any]:
        return self.ask(do, ticket=self.ask("ready")["ticket"], **more)

    def refused(self, do: str, **more: Any) -> str:
        """The code with which a request is refused."""
        with pytest.raises(SolewaveError) as caught:
            self.client.ask(do, **more)
        return caught.value.code

    def upload(self, name: str, data: bytes) -> upload.Uploaded:
        return upload.send(
            self.client, name, data, self.hello["frame_max"], self.hello["inflate_max"]
        )

    def until(self, wanted: Any) -> dict[str, Any]:
        """Asks for the status, which keeps the session alive, until `wanted(status)`."""
        begun = time.monotonic()
        while time.monotonic() < begun + HANG_GUARD_S:
            status = self.ask("status")
            if wanted(status):
                return status
            time.sleep(0.01)
        raise AssertionError(f"never happened; last seen: {status}")

    def idle(self) -> dict[str, Any]:
        return self.until(lambda status: status["state"] in ("idle", "cooling", "fault"))

    def played(self, ms: int) -> dict[str, Any]:
        return self.until(lambda status: status["elapsed_ms"] >= ms)

    def driven(self) -> set[int]:
        """Pins that drive something now."""
        outputs = self.virtual.outputs()
        return {pin for pin in (*HEATER_PINS, *MOTOR_PINS) if outputs[pin]["duty_u16"]}

    def send(self, data: bytes) -> None:
        self.port.write(data)


@pytest.fixture
def massager(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Massager]:
    monkeypatch.setenv("SOLEWAVE_STATE_DIR", str(tmp_path))
    options = getattr(request, "param", {})
    with VirtualBoard(
        board.load("esp32-devkitc"), tmp_path / "board", speed=SPEED, **options
    ) as virtual:
        made = Massager(virtual)
        yield made
        made.port.close()


@pytest.fixture(scope="session")
def routine() -> bytes:
    return pattern.load(shipped.path("routines") / "stress-relief.toml").data


@pytest.fixture(scope="session")
def short() -> bytes:
    return pattern.load(shipped.path("examples") / "first-pattern.toml").data


def test_a_brief_hello_says_how_to_talk_and_no_more(massager: Massager) -> None:
    brief = massager.ask("hello", brief=True)
    assert brief.keys() == {"fw", "format", "link", "frame_max", "inflate_max"}
    assert brief.items() <= massager.hello.items()


def test_a_pattern_is_uploaded_played_and_ends_on_time(massager: Massager, short: bytes) -> None:
    sent = massager.upload("first", short)
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


def test_a_session_whose_host_is_silent_stops(massager: Massager, short: bytes) -> None:
    massager.upload("a", short)
    massager.start("play", name="a")
    massager.played(10000)
    begun_us = massager.virtual.plant()["now_us"]
    while massager.virtual.plant()["now_us"] < begun_us + 8_000_000:
        time.sleep(0.01)
    assert massager.driven() == set()
    assert massager.ask("status")["ended"] == "host-lost"


def test_what_was_uploaded_is_there_after_a_power_cycle(massager: Massager, short: bytes) -> None:
    massager.upload("keep", short)
    massager.port.close()
    massager.virtual.power_cycle()
    massager.connect()
    (listed,) = massager.ask("list")["patterns"]
    assert (listed["name"], listed["stored"], listed["size"]) == ("keep", True, len(short))
    assert upload.fetch(massager.client, "keep") == short
    assert massager.upload("keep", short).was_stored
    massager.ask("remove", name="keep")
    assert massager.ask("list")["patterns"] == []


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


def test_an_upload_that_broke_off_resumes(
    massager: Massager, routine: bytes, short: bytes
) -> None:
    massager.upload("a", short)
    half = len(routine) // 2

    class PulledCableError(Exception):
        pass

    def pull(done: int, _size: int) -> None:
        if done >= half:
            raise PulledCableError

    with pytest.raises(PulledCableError):
        upload.send(massager.client, "a", routine, SMALL_FRAME, progress=pull)
    massager.port.close()
    massager.connect()
    assert upload.fetch(massager.client, "a") == short
    sent = upload.send(massager.client, "a", routine, SMALL_FRAME)
    assert sent.resumed_at >= half
    assert upload.fetch(massager.client, "a") == routine


def test_a_corrupt_pattern_is_refused_and_the_old_one_plays(
    massager: Massager, short: bytes
) -> None:
    massager.upload("a", short)
    flipped = bytearray(short)
    flipped[60] ^= 0x10
    cases = {
        "pattern-crc": bytes(flipped),
        "pattern-size": short[:-1],
        "pattern-version": short[:4] + b"\x02" + short[5:],
        "pattern-magic": b"NOPE" + short[4:],
    }
    for code, data in cases.items():
        with pytest.raises(SolewaveError) as caught:
            massager.upload("a", data)
        assert caught.value.code == code
    assert upload.fetch(massager.client, "a") == short
    massager.start("play", name="a")
    massager.played(5000)


def test_an_upload_during_play_waits_for_the_end(
    massager: Massager, routine: bytes, short: bytes
) -> None:
    massager.upload("a", short)
    massager.start("play", name="a")
    massager.played(3000)
    assert massager.upload("b", routine).stored is False
    listed = {entry["name"]: entry["stored"] for entry in massager.ask("list")["patterns"]}
    assert listed == {"a": True, "b": False}
    assert massager.refused("remove", name="a") == "busy"
    massager.ask("stop")
    massager.until(lambda _status: massager.ask("list")["patterns"][1]["stored"])
    assert upload.fetch(massager.client, "b") == routine
    assert massager.ask("status")["late"] == 0


def test_bad_frames_are_counted_and_the_session_plays_on(massager: Massager, short: bytes) -> None:
    massager.upload("a", short)
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


@pytest.mark.parametrize("massager", [{"flash_blocks": 112}], indirect=True)
def test_a_full_flash_refuses_the_upload_whole(massager: Massager, short: bytes) -> None:
    refusal = None
    number = 0
    while refusal is None:
        try:
            massager.upload(f"p{number}", short)
            number += 1
        except SolewaveError as error:
            refusal = error
    assert number >= 2
    assert refusal.code == "flash-full", refusal
    assert "are free" in str(refusal)
    stored = [entry["name"] for entry in patterns(massager.client)[0]]
    assert stored == sorted(f"p{index}" for index in range(number))
    assert upload.fetch(massager.client, "p0") == short


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


def test_the_button_pauses_goes_on_and_starts(massager: Massager, short: bytes) -> None:
    button = 4
    massager.upload("a", short)
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
def test_without_a_usable_board_file_nothing_is_driven(massager: Massager, short: bytes) -> None:
    assert massager.hello["board"] is None
    massager.upload("a", short)
    assert massager.refused("play", name="a") == "no-board"
    assert massager.ask("status")["fault"] == "no-board"
    assert {pin["mode"] for pin in massager.virtual.outputs().values()} <= {"in"}


def test_a_port_that_is_taken_says_so(massager: Massager) -> None:
    with pytest.raises(DeviceError) as caught:
        open_port(massager.virtual.port)
    assert "in use" in str(caught.value)
