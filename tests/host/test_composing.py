"""play --live: what counts as saved, and what becomes of good and bad versions."""

import pytest
from fake_device import FakeDevice
from sole.core.frame import frame
from solewave import composing
from solewave.attach import Attachment
from solewave.cli import run
from solewave.client import Client
from solewave.errors import UserError
from solewave.playable import load
from solewave.transport import open_port
from solewave.views import Nowhere

TEXT = """\
format = 1
title = "Evening"
[section.rub]
lasts = "60s"
[[section.rub.stroke]]
kind = "vibration"
level = 40
"""


class Seen(Nowhere):
    """Remembers what it is told."""

    def __init__(self):
        self.said = []
        self.problems = []
        self.title = ""

    def say(self, text):
        self.said.append(text)

    def mend(self, problems):
        self.problems = problems

    def retitle(self, title):
        self.title = title


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.setenv("SOLEWAVE_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.delenv("SOLEWAVE_PORT", raising=False)
    (tmp_path / "evening.toml").write_text(TEXT)
    return tmp_path / "evening.toml"


class Desk:
    """A Composer at a fake device, in whose turns the test moves the clock."""

    def __init__(self, path, device, client):
        self.path, self.device, self.view, self.clock = path, device, Seen(), Clock()
        self.attachment = Attachment(client, self.view, on_interrupt=lambda: False)
        self.attachment.end = {"state": "playing", "elapsed_ms": 42_000}
        file = composing.SavedFile(str(path), self.clock)
        self.composer = composing.Composer(self.attachment, file, load(str(path)), {})

    def turns(self, count=3):
        for _ in range(count):
            self.clock.now += composing.LOOK_S
            self.composer.turn()

    def save(self, text):
        """As most editors do: another file takes the place."""
        new = self.path.with_suffix(".new")
        new.write_text(text)
        new.replace(self.path)
        self.turns()

    @property
    def swaps(self):
        return self.device.verbs_seen.count("swap")


@pytest.fixture
def desk(path):
    with FakeDevice() as device:
        port = open_port(device.port)
        yield Desk(path, device, Client(port))
        port.close()


def test_a_save_is_noticed_once_and_only_when_it_is_whole(path):
    clock = Clock()
    file = composing.SavedFile(str(path), clock)

    def look():
        clock.now += composing.LOOK_S
        return file.saved()

    assert [look() for _ in range(3)] == [False] * 3, "nothing was saved"
    path.write_text(TEXT[:20])
    assert not look(), "it may still be written"
    path.write_text(TEXT + "# more\n")
    assert not look()
    assert [look() for _ in range(3)] == [True, False, False]


def test_the_file_is_not_looked_at_more_often_than_ten_times_a_second(path, mocker):
    clock = Clock()
    file = composing.SavedFile(str(path), clock)
    look = mocker.spy(file, "_look")
    for clock.now in (0.01 * step for step in range(100)):
        file.saved()
    assert 9 <= look.call_count <= 11


def test_a_file_that_comes_back_as_it_was_counts_as_saved(path):
    clock = Clock()
    file = composing.SavedFile(str(path), clock)
    path.rename(path.with_suffix(".away"))
    for _ in range(3):
        clock.now += 1
        assert not file.saved()
    assert not file.there
    path.with_suffix(".away").rename(path)
    found = []
    for _ in range(3):
        clock.now += 1
        found.append(file.saved())
    assert found.count(True) == 1
    assert file.there


def test_a_good_version_is_uploaded_and_swapped_in(desk):
    desk.save(TEXT.replace("40", "80").replace("Evening", "Night"))
    assert desk.device.verbs_seen == ["ping", "begin", "chunk", "end", "swap"]
    assert desk.device.passing == ("evening", load(str(desk.path)).data)
    assert desk.device.patterns == {}
    assert desk.view.said == ["version 2 plays since 0:42"]
    assert desk.view.title == "Night"


def test_a_save_that_changes_nothing_sends_nothing(desk):
    desk.save(TEXT + "# a thought\n")
    desk.attachment.client.ask("status")  # whatever was sent has arrived by its answer
    assert desk.device.verbs_seen == ["ping", "status"]


def test_all_errors_are_shown_with_their_lines_until_they_are_mended(desk):
    desk.save(TEXT.replace("40", "140").replace('"60s"', '"soon"'))
    assert desk.swaps == 0
    assert [problem.partition(": ")[0] for problem in desk.view.problems] == [
        f"{desk.path}:4",
        f"{desk.path}:7",
    ]
    desk.turns(10)
    assert len(desk.view.problems) == 2
    desk.save(TEXT.replace("40", "50"))
    assert (desk.view.problems, desk.swaps) == ([], 1)


def test_a_file_that_vanishes_is_waited_for(desk):
    desk.path.unlink()
    desk.turns()
    assert desk.view.problems == [f"{desk.path} is not there; it plays on, and waits"]
    desk.save(TEXT.replace("40", "50"))
    assert (desk.view.problems, desk.swaps) == ([], 1)


def test_a_version_that_is_over_by_now_does_not_end_the_session(desk):
    desk.save(TEXT.replace('"60s"', '"30s"'))
    assert desk.swaps == 0
    assert desk.view.problems == [
        f"{desk.path}: this version ends at 0:30, and it plays at 0:42 already. "
        "The last good one plays on."
    ]


def test_a_refusal_is_shown_and_the_next_version_is_tried(desk):
    refusals = [{"code": "flash-full", "say": "no room"}]

    def instead(request):
        if request["do"] == "begin" and refusals:
            return frame({"id": request["id"], "err": refusals.pop()})
        return None

    desk.device.instead = instead
    desk.save(TEXT.replace("40", "50"))
    assert "no room (flash-full)" in desk.view.problems[0]
    desk.save(TEXT.replace("40", "60"))
    assert (desk.view.problems, desk.swaps) == ([], 1)


def test_nothing_is_brought_to_a_session_that_fades_out(desk):
    desk.attachment.end["state"] = "winding-down"
    desk.save(TEXT.replace("40", "50"))
    assert desk.device.verbs_seen == []


def test_nothing_stays_on_the_massager(path, capsys):
    with FakeDevice() as device:
        device.patterns["evening"] = b"what is mine"
        device.script = [
            {"state": "playing", "name": "evening"},
            {"state": "idle", "name": None, "ended": "done"},
        ]
        assert run(["--port", device.port, "play", "--live", str(path)]) == 0
        assert device.patterns == {"evening": b"what is mine"}
    assert "to its end" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["stress-relief"], "--live follows a file, and there is no file stress-relief"),
        (["{path}", "--name", "x"], "--live keeps no pattern, so it takes no --name"),
    ],
)
def test_what_cannot_be_followed(path, capsys, arguments, message):
    argv = [argument.format(path=path) for argument in arguments]
    assert run(["play", "--live", *argv]) == 1
    assert message in capsys.readouterr().err


def test_a_directory_is_no_file_to_follow(tmp_path):
    with pytest.raises(UserError):
        composing.check(str(tmp_path), None)
