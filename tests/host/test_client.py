"""The client against a device that behaves, and against all that may go wrong on a line."""

import pytest
from fake_device import SHORT_S
from rigs.fake_massager import once
from rigs.massager_tells import CRASH, IDLE
from sole.core.frame import frame
from solewave.client import NoAnswerError, patterns
from solewave.errors import DeviceError, UserError

# Answers


def test_answer_is_found_among_console_text_events_and_late_answers(client, device):
    seen = []
    client.on_event = seen.append
    device.before = lambda request: (
        b"MPY: noise\r\n" + frame({"ev": "state", **IDLE}) + frame({"id": 999, "ok": {}})
    )
    assert client.ask("status")["ticks"] == 3050
    assert seen == [{"ev": "state", **IDLE}]
    assert client.wire.last_words == "MPY: noise"


def test_a_repeatable_request_is_sent_again_when_no_answer_comes(client, device):
    device.instead = once(b"", "status")
    assert client.ask("status")["ticks"] == 3050
    assert device.verbs_seen == ["status", "status"]


def test_a_bad_crc_in_an_answer_is_counted_and_asked_for_again(client, device):
    spoiled = frame({"id": 1, "ok": {"ticks": 1}}).replace(b'"ok"', b'"oh"')
    device.instead = once(spoiled, "status")
    assert client.ask("status")["ticks"] == 3050
    assert client.wire.bad == 1


def test_play_is_never_sent_twice_for_want_of_an_answer(client, device):
    device.instead = once(b"", "play")
    with pytest.raises(NoAnswerError, match="does not answer"):
        client.ask("play", name="x")
    assert device.verbs_seen == ["play"]


def test_a_request_that_arrived_broken_is_sent_again_whatever_it_is(client, device):
    device.patterns["x"] = b"x"
    err = {"code": "bad-crc", "say": "CRC-32 does not match"}
    device.instead = once(frame({"id": None, "err": err}), "play")
    assert client.start("play", name="x") == {"duration_ms": 0}
    assert device.verbs_seen == ["ready", "play", "play"]


# Tickets


def test_each_start_quotes_a_fresh_ticket(client, device):
    device.patterns["x"] = b"x"
    client.start("play", name="x")
    client.start("resume")
    assert device.verbs_seen == ["ready", "play", "ready", "resume"]
    tickets = [request["ticket"] for request in device.requests if "ticket" in request]
    assert tickets == [4711, 4712]


def test_a_start_that_is_replayed_does_nothing(client, device):
    device.patterns["x"] = b"x"
    client.start("play", name="x")
    with pytest.raises(DeviceError) as caught:
        client.ask("play", ticket=4711, name="x")
    assert caught.value.code == "stale"


def test_a_ticket_that_another_command_made_void_is_asked_for_again(client, device):
    device.patterns["x"] = b"x"
    stale = {"err": {"code": "stale", "say": "ask for a ticket"}}
    left = [0, 1, 1]
    device.instead = lambda request: (
        frame({"id": request["id"], **stale}) if request["do"] == "play" and left.pop() else None
    )
    assert client.start("play", name="x") == {"duration_ms": 0}
    assert device.verbs_seen == ["ready", "play"] * 3


def test_a_start_that_is_always_too_late_ends_in_an_error(client, device):
    device.refuse_start = {"code": "stale", "say": "ask for a ticket with ready"}
    with pytest.raises(DeviceError) as caught:
        client.start("play", name="x")
    assert caught.value.code == "stale"
    assert caught.value.remedy.startswith("Nothing was started. Repeat the command")
    assert device.verbs_seen == ["ready", "play"] * 3


def test_another_refusal_of_a_start_is_not_tried_again(client, device):
    with pytest.raises(UserError, match="no-pattern"):
        client.start("play", name="x")
    assert device.verbs_seen == ["ready", "play"]


def test_a_start_without_an_answer_is_not_sent_again(client, device, monkeypatch):
    monkeypatch.setattr("solewave.client.BEGIN_S", 0.1)
    device.instead = lambda request: b"" if request["do"] == "play" else None
    with pytest.raises(NoAnswerError):
        client.start("play", name="x")
    assert device.verbs_seen == ["ready", "play"]


def test_a_line_that_breaks_every_request_ends_in_an_error(client, device):
    err = {"code": "bad-crc", "say": "CRC-32 does not match"}
    device.instead = lambda request: frame({"id": None, "err": err})
    with pytest.raises(DeviceError, match="bad-crc") as caught:
        client.ask("status")
    assert "cable" in caught.value.remedy
    assert device.verbs_seen == ["status"] * 3


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("no-pattern", UserError),
        ("busy", UserError),
        ("pattern-loop-deep", UserError),
        ("flash-full", DeviceError),
        ("fault", DeviceError),
        ("no-such-code-yet", DeviceError),
    ],
)
def test_refusals_become_errors_by_their_code(client, device, code, kind):
    err = {"code": code, "say": "because"}
    device.instead = lambda request: frame({"id": request["id"], "err": err})
    with pytest.raises(kind, match=r"the massager refused: because \(" + code) as caught:
        client.ask("ping")
    assert caught.value.code == code


@pytest.mark.parametrize("ok", ["[]", "null", "3"])
def test_an_answer_of_the_wrong_kind_is_an_error_of_the_device(client, device, ok):
    value = {"[]": [], "null": None, "3": 3}[ok]
    device.instead = lambda request: frame({"id": request["id"], "ok": value})
    with pytest.raises(DeviceError, match="makes no sense"):
        client.ask("status")


def test_list_goes_on_until_the_last(client, device):
    device.patterns = {f"p{index}": b"x" for index in range(9)}
    found, free = patterns(client)
    assert [one["name"] for one in found] == [f"p{index}" for index in range(9)]
    assert free == 400000


CTRL_C = b"solewave: stopped by Ctrl-C, every output is off. Ctrl-D starts it again.\r\n>>> "


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (CRASH, ": TypeError: can't convert NoneType to int"),
        (CTRL_C, ": Ctrl-C"),
        (b">>> ", ""),
    ],
)
def test_firmware_that_stopped_is_named_with_its_cause(client, device, text, why):
    device.write(text)
    device.on_bytes = lambda data: data + b"{'id': 1}\r\n>>> "
    with pytest.raises(NoAnswerError) as caught:
        client.ask("status")
    assert caught.value.message == f"the firmware on {device.port} has stopped{why}"


# Who answers


def test_hello_of_a_board_that_wakes_up_late(client, device):
    asked = []
    device.instead = lambda request: asked.append(1) or (b"" if len(asked) < 3 else None)
    assert client.hello(timeout_s=SHORT_S)["board"] == "fake"


def test_silence(client, device):
    device.on_bytes = lambda data: b""
    with pytest.raises(DeviceError, match=r"^nothing answers on /dev/"):
        client.hello(tries=2, timeout_s=SHORT_S)


def test_a_prompt_that_echoes(client, device):
    device.on_bytes = lambda data: data + b"\r\n>>> "
    with pytest.raises(DeviceError, match="MicroPython's prompt answers"):
        client.hello(tries=3, timeout_s=SHORT_S)


def test_garbage(client, device):
    device.on_bytes = lambda data: b"\xff\x00\x1e\x80garbage#12345678\nATZ OK\r\n"
    with pytest.raises(DeviceError, match=r'no massager; .* wrote was "ATZ OK"'):
        client.hello(tries=2, timeout_s=SHORT_S)


def test_another_version_of_the_link(client, device):
    device.hello["link"] = 2
    with pytest.raises(DeviceError, match="version 2 of the link, solewave speaks 1"):
        client.hello(timeout_s=SHORT_S)


def test_a_port_that_vanishes(client, device):
    device.vanish()
    with pytest.raises(DeviceError, match="vanished while it was in use"):
        client.ask("status")
