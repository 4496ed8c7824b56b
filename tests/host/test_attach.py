"""A session that is followed, and all that may end it."""

import pytest
from rigs.massager_tells import CRASH, IDLE
from sole.core.frame import frame
from solewave.attach import Attachment
from solewave.errors import DeviceError
from solewave.views import Nowhere


class Seen(Nowhere):
    every_ms = 100

    def __init__(self):
        self.states = []

    def show(self, state):
        self.states.append(state["state"])


def attached(client, on_interrupt=lambda: True):
    attachment = Attachment(client, Seen(), on_interrupt)
    attachment.begin()
    return attachment


def test_a_session_is_followed_and_kept_alive_until_it_ends(client, device):
    device.patterns["x"] = b"x"
    device.before = lambda request: (
        frame({"ev": "state", **IDLE, "state": "playing", "temp_cc": 3000 + len(device.requests)})
        if request["do"] == "ping" and device.verbs_seen.count("ping") < 4
        else frame({"ev": "state", **IDLE}) * (request["do"] == "ping")
    )
    attachment = attached(client)
    client.start("play", name="x")
    attachment.run()
    assert attachment.view.states == ["playing"] * 3 + ["idle"]
    assert attachment.last["state"] == "playing"
    assert attachment.hottest_cc == 3006
    assert device.verbs_seen[:4] == ["watch", "ready", "play", "ping"]


def test_a_device_that_stopped_sending_events_is_asked(client, device, mocker):
    mocker.patch("solewave.attach.QUIET_S", 0.05)
    device.state["state"] = "playing"
    device.before = lambda request: device.state.update(state="idle") or b""
    attachment = attached(client)
    attachment.run()
    assert attachment.end["state"] == "idle"
    assert device.verbs_seen[-2:] == ["watch", "status"]


def test_a_device_that_falls_silent_is_given_up(client, device, mocker):
    mocker.patch("solewave.attach.LOST_S", 0.05)
    attachment = attached(client)
    device.instead = lambda request: b""
    with pytest.raises(DeviceError, match="fell silent"):
        attachment.run()


def test_firmware_that_stops_in_the_middle_is_noticed_though_its_prompt_echoes(
    client, device, mocker
):
    mocker.patch("solewave.attach.STOPPED_S", 0.05)
    attachment = attached(client)
    device.write(CRASH)
    device.on_bytes = lambda data: data + b"\r\n>>> "
    with pytest.raises(DeviceError, match="has stopped: TypeError: can't convert"):
        attachment.run()


def test_a_restart_in_the_middle_is_told(client, device):
    attachment = attached(client)
    device.before = lambda request: frame({"ev": "hello", "reset": "watchdog"})
    with pytest.raises(DeviceError, match=r"restarted while it was in use \(cause: watchdog\)"):
        attachment.run()
