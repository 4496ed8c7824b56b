"""Several commands on one port: the one that holds it serves the others."""

import threading

import pytest
from solewave.client import Client
from solewave.errors import DeviceError, UserError
from solewave.sharing import Host, join
from solewave.transport import open_port


@pytest.fixture
def owner(device):
    transport = open_port(device.port)
    yield Client(transport)
    transport.close()


@pytest.fixture
def served(owner, tmp_path):
    """A Host whose turns come in a thread, as they do in a command that plays."""
    host = Host(owner, tmp_path)
    over = threading.Event()

    def turns():
        while not over.is_set():
            owner.poll(0.01)
            host.serve()

    thread = threading.Thread(target=turns, daemon=True)
    thread.start()
    yield host
    over.set()
    thread.join(5)
    host.close()


def guest(device, folder):
    joined = join(folder, device.port, 3.0)
    assert joined is not None
    return Client(joined)


def test_a_guest_asks_through_the_owner(device, served, tmp_path):
    client = guest(device, tmp_path)
    assert client.hello()["board"] == "fake"
    assert client.ask("status")["ticks"] == 3050
    assert client.line.time_scale == 3.0
    assert device.verbs_seen == ["hello", "status"]


def test_a_guest_is_refused_as_the_device_refuses(device, served, tmp_path):
    with pytest.raises(UserError, match="no-pattern"):
        guest(device, tmp_path).start("play", name="x")


def test_two_guests_get_their_own_answers_and_all_events(device, served, tmp_path):
    one, two = guest(device, tmp_path), guest(device, tmp_path)
    events = []
    two.on_event = events.append
    two.ask("status")
    asked = one.send("status"), two.send("ping")
    assert asked == (1, 2)
    device.event(state="paused")
    while not events:
        two.poll(1.0)
    assert [event["state"] for event in events] == ["paused"]
    assert one.ask("ping") == {}


def test_the_owner_keeps_its_own_watch(device, served, tmp_path):
    assert guest(device, tmp_path).ask("watch", every_ms=0) == {}
    assert "watch" not in device.verbs_seen


def test_a_guest_that_leaves_takes_nobody_along(device, served, tmp_path):
    first = guest(device, tmp_path)
    first.send("status")
    first.line.close()
    assert guest(device, tmp_path).ask("ping") == {}


def test_a_guest_does_not_take_the_door_from_the_owner(device, served, tmp_path):
    client = guest(device, tmp_path)
    Host(client, tmp_path).close()
    assert guest(device, tmp_path).ask("ping") == {}


def test_when_the_owner_has_ended_the_guest_says_so(device, owner, tmp_path):
    host = Host(owner, tmp_path)
    client = guest(device, tmp_path)
    host.serve()
    host.close()
    with pytest.raises(DeviceError, match=r"the command that held .* has ended"):
        client.ask("status")
    assert join(tmp_path, device.port, 1.0) is None


def test_what_a_killed_owner_left_behind_is_passed_by(device, owner, tmp_path):
    host = Host(owner, tmp_path)
    host._listener.close()
    assert join(tmp_path, device.port, 1.0) is None
