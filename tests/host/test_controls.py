"""The keys of the live view: what each asks of the massager, whatever arrives meanwhile."""

import pytest
from fake_device import FakeDevice
from solewave.attach import Attachment
from solewave.client import Client
from solewave.controls import Controls
from solewave.transport import open_port
from solewave.views import Nowhere


class Person(Nowhere):
    """Types what the test says and reads what is told."""

    def __init__(self):
        self.keys = ""
        self.said = []

    def say(self, text):
        self.said.append(text)

    def typed(self):
        keys, self.keys = self.keys, ""
        return keys


class Seat:
    def __init__(self, device, client):
        self.device, self.person = device, Person()
        self.attachment = Attachment(client, self.person, on_interrupt=lambda: False)
        self.attachment.begin()
        self.attachment.end = {"state": "playing", "intensity_pct": 100}
        self.controls = Controls(self.attachment)

    def press(self, keys):
        self.person.keys = keys
        self.controls.turn()

    def asked(self, do):
        return [request for request in self.device.requests if request["do"] == do]

    @property
    def scales(self):
        return [request["intensity_pct"] for request in self.asked("scale")]


@pytest.fixture
def seat():
    with FakeDevice() as device:
        device.state.update(state="playing", name="evening")
        port = open_port(device.port)
        yield Seat(device, Client(port))
        port.close()


def test_steps_add_up_though_states_from_before_arrive_between(seat):
    def before(request):
        if request["do"] == "scale":
            seat.device.event()  # still with the intensity from before this request
        return b""

    seat.device.before = before
    seat.press("+")
    seat.press("+")
    seat.press("-")
    assert seat.scales == [110, 120, 110]


def test_a_newer_state_counts_more_than_what_was_pressed(seat):
    seat.press("+")
    seat.attachment.end = {"state": "playing", "intensity_pct": 50}  # another command did it
    seat.press("+")
    assert seat.scales == [110, 60]


@pytest.mark.parametrize(
    ("now_pct", "keys", "wanted"),
    [(145, "+++", [150]), (15, "---", [10]), (150, "+", []), (100, "=_", [110, 100])],
)
def test_steps_stay_within_the_limits(seat, now_pct, keys, wanted):
    seat.attachment.end["intensity_pct"] = now_pct
    seat.press(keys)
    assert seat.scales == wanted


def test_stop_softly_and_at_once(seat):
    seat.press("q")
    seat.press("S")
    assert [request.get("now") for request in seat.asked("stop")] == [None, True]


def test_other_keys_ask_nothing(seat):
    before = len(seat.device.requests)
    seat.press("x7é\t")
    assert len(seat.device.requests) == before


def test_a_pause_that_cannot_end_is_told(seat):
    seat.attachment.end["state"] = "paused"
    seat.device.latched = ["sensor-open"]
    seat.press(" ")
    assert seat.person.said == [
        "the massager refused: latched: sensor-open (fault). `solewave faults` tells what to do, "
        "and how to clear it."
    ]
