"""A device that is broken, or wants to harm: each command ends as it should, and says why.

`make torture` gives the target `answers` the same by the million, guided by coverage.
"""

from __future__ import annotations

import contextlib
import io
from random import Random

import pytest
from fuzz.cable import COMMANDS, command
from fuzz.devices import HUM, Massager, Spoiler
from fuzz.oracles import DEVICE, DONE, USER, shows_no_harm
from fuzz.words import ANSWERS, NOISES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console
from rigs.nightly import NIGHTLY
from sole.core.frame import frame
from solewave.answers import told
from solewave.client import Client
from solewave.errors import DeviceError
from solewave.live import Scene, line
from solewave.live_picture import Picture
from solewave.sharing import Host, join
from solewave.wire import CONSOLE_KEPT, Wire

SEEDS = st.integers(0, (1 << 32) - 1)
EXPECTED = {"faults clear": USER, "doctor": DEVICE}
"""How a command ends at a massager that answers well, where that is not DONE."""

within_reason = settings(
    max_examples=20_000 if NIGHTLY else 300,
    derandomize=not NIGHTLY,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize(("words", "mood"), COMMANDS)
def test_a_device_that_answers_well_is_no_trouble(words, mood):
    ended = command(words, Massager(mood))
    assert ended.code == EXPECTED.get(" ".join(words), DONE), ended.said
    shows_no_harm(ended.code, ended.said)


@given(seed=SEEDS, which=st.sampled_from(COMMANDS))
@within_reason
def test_no_answer_is_a_bug_of_ours_or_gives_orders_to_the_terminal(seed, which):
    words, mood = which
    ended = command(words, Spoiler(mood, Random(seed), share=0.15))
    shows_no_harm(ended.code, ended.said)


def test_spoiled_answers_are_told_apart():
    """The inputs get far: each kind of check is met, by many requests, and much goes well."""
    rng = Random(7)
    ends = [command(words, Spoiler(mood, rng, share=0.1)) for words, mood in COMMANDS * 12]
    said = [one.said.rpartition("solewave: ")[2] for one in ends if one.code == DEVICE]
    senseless = [one for one in said if " makes no sense: " in one]
    assert len({one.partition(" makes")[0] for one in senseless}) > 12
    for kind in (" has no ", "a whole number", "true or false", "a word of", "a list of"):
        assert any(kind in one for one in senseless), kind
    assert any("does not answer" in one for one in said)
    assert sum(one.code == DONE for one in ends) > len(ends) // 4


@pytest.mark.parametrize("noise", NOISES, ids=lambda noise: ascii(noise[:12]))
@pytest.mark.parametrize("words", ["watch", "status"])
def test_each_noise_before_each_answer(words, noise):
    device = Massager("playing")
    device.before = lambda request: noise
    ended = command((words,), device)
    shows_no_harm(ended.code, ended.said)


LAST_WORDS = (
    b"an error\r\nKeyError: \x1b[2J\t" + b"x" * 5000 + b"\r\n>>> ",
    b"a\n\n\tb\x1b[2J, every output is off\r\n>>> ",
    b"\t\x9b" * 900 + b"\r\n>>> ",
    b"\xc2\x9b2J\xe2\x80\xae\r\n>>>\t\n",
)


@pytest.mark.parametrize("words", LAST_WORDS, ids=lambda words: ascii(words[:8]))
def test_the_last_words_of_a_firmware_are_one_line(words):
    device = Massager("well")
    said = b"solewave: stopped by " + words
    device.instead = lambda request: said if request["do"] == "status" else None
    ended = command(("status",), device)
    shows_no_harm(ended.code, ended.said)
    assert "the firmware on cable has stopped: " in ended.said
    assert ended.said.count("\n") == 1
    assert len(ended.said) < 300


class Talker:
    """Says the same thing again and again, whatever it is asked."""

    def __init__(self, data):
        self.give = lambda: data

    def feed(self, data):
        pass


ENDLESS = (
    b"x" * 4096, b"\x1e" + b"y" * 4096, b"\n" * 512, b"\x1e\n" * 512, b"\x1b[2J\x07" * 99,
    frame({"ev": "nothing"}), frame({"ev": "stored", "names": ["hum"]}) * 20,
    frame({"id": 60000, "ok": {}}), frame({"id": None, "err": {"code": "bad-crc", "say": "x"}}),
)  # fmt: skip


@pytest.mark.parametrize("data", ENDLESS, ids=lambda data: ascii(data[:12]))
@pytest.mark.parametrize("words", ["list", "watch", "doctor"])
def test_endless_noise_is_no_massager(words, data):
    ended = command((words,), Talker(data))
    assert ended.code == DEVICE
    shows_no_harm(ended.code, ended.said)


@pytest.mark.parametrize("data", ENDLESS, ids=lambda data: ascii(data[:12]))
def test_what_never_ends_is_not_kept(data):
    client = Client(Deaf(data))
    for _ in range(200):
        client.poll(0.0)
    assert len(client.wire.console) <= CONSOLE_KEPT
    kept = [*vars(client).values(), *vars(client.wire).values()]
    assert all(len(one) <= CONSOLE_KEPT for one in kept if hasattr(one, "__len__"))


def test_a_frame_that_never_ends_is_not_kept():
    wire = Wire()
    for data in (b"\x1e", *[b"y" * 4096] * 50):
        assert not list(wire.feed(data))
    assert all(len(one) <= CONSOLE_KEPT for one in vars(wire).values() if hasattr(one, "__len__"))


@pytest.mark.parametrize("answers_to", [[], {}, None, "1", 1.5, True, -1, 1 << 70])
def test_an_answer_to_nobody_is_handed_to_nobody(answers_to, tmp_path):
    client = Client(Deaf(frame({"id": answers_to, "ok": {}})))
    with contextlib.closing(Host(client, tmp_path)) as host:
        guest = join(tmp_path, "deaf", 1.0)
        with contextlib.closing(guest):
            guest.write(frame({"id": 1, "do": "status"}))
            host.serve()
            client.poll(0.0)


def test_a_version_that_is_no_number():
    device = Massager("well")
    device.hello["mpy"] = "1.\N{SUPERSCRIPT TWO}4.x"
    ended = command(("doctor",), device)
    assert "1.\N{SUPERSCRIPT TWO}4.x, needed is" in ended.said


class Deaf(Talker):
    """The same as a line."""

    name, time_scale = "deaf", 1.0

    def read(self, timeout_s):
        return self.give()

    def write(self, data):
        pass


def test_a_list_that_never_ends_is_left():
    device = Massager("well")
    device._do_list = lambda request: {"patterns": [], "next": request["from"] + 1, "free": 0}
    ended = command(("list",), device)
    assert ended.code == DEVICE
    assert "next is 2001" in ended.said


@pytest.mark.parametrize("words", ["play hum", "resume"])
def test_a_pattern_that_is_none_is_the_devices_fault(words):
    device = Massager("paused" if words == "resume" else "well")
    device.patterns["hum"] = b"SOLE, but no pattern that anybody could play"
    ended = command(tuple(words.split()), device)
    assert ended.code == DEVICE
    assert "hum on the massager: not a pattern that a massager plays" in ended.said


def test_more_bytes_than_an_upload_has_are_not_believed():
    device = Massager("well")
    device._do_begin = lambda request: {"have": request["size"] + 1, "stored": False}
    ended = command(("upload", "{folder}/hum.sole", "--name", "new"), device)
    assert ended.code == DEVICE
    assert "says that it has 200 bytes of 199" in ended.said


@pytest.mark.parametrize("key", HUM)
def test_no_state_breaks_the_picture(key):
    for value in ANSWERS:
        try:
            state = told({"ev": "state", **HUM, key: value}) or {}
        except DeviceError:
            continue
        scene = Scene("Hum", "Ctrl-C stop", state)
        assert line(scene).isprintable()
        for width in (20, 50, 120):
            is_drawn(scene, width)


def is_drawn(scene, width):
    screen = Console(width=width, height=24, file=io.StringIO(), color_system=None)
    screen.print(Picture(scene))
    assert screen.file.getvalue().replace("\n", "").replace("\xa0", "").isprintable()
