"""Requests about what the device remembers: settings, set, clock, log, hours."""

from common import raises
from folder import Folder
from sole.bedtime_keeper import BedtimeKeeper
from sole.core.calendar import parse
from sole.core.frame import frame
from sole.core.settings import DEFAULTS
from sole.refusal import RefusalError
from sole.settings import PATH, Settings
from sole.settings_requests import SettingsRequests
from sole.usage import Usage
from sole.usage_requests import UsageRequests

FRAME_MAX = 1024
"""Of the device's own frames."""


class Clock:
    now = None

    def read(self):
        return self.now

    def set(self, day, second):
        self.now = (day, second)


class Massager:
    """As much of one as the requests ask for; it is its own session."""

    def __init__(self):
        self.session = self
        self.active = False
        self.written = 0
        self.followed = {}

    def follow(self, changes):
        self.followed.update(changes)

    def flash_was_written(self):
        self.written += 1


class Rig:
    def __init__(self, root):
        self.massager, self.clock, self.settings = Massager(), Clock(), Settings(root)
        self.keeper = BedtimeKeeper(self.settings, self.clock)
        self._verbs = SettingsRequests(self.massager, self.settings, self.clock, self.keeper).verbs

    def ask(self, do, **values):
        values.update({"id": 7, "do": do})
        answer = self._verbs[do](values)
        assert len(frame({"id": 65535, "ok": answer})) <= FRAME_MAX
        return answer

    def refused(self, do, **values):
        error = raises(RefusalError, lambda: self.ask(do, **values))
        assert error.code == "bad-args"
        return error.say


def told(clock=None, stored=True, broken=False, **changes):
    """The answer to `settings`."""
    expected = dict(DEFAULTS)
    expected.update(changes)
    expected.update({"clock": clock, "stored": stored, "broken": broken, "answered": False})
    return expected


def test_a_new_board_tells_its_defaults():
    with Folder() as root:
        rig = Rig(root)
        assert rig.ask("settings") == told()
        assert rig.massager.written == 0


def test_what_is_set_is_told_and_on_flash():
    with Folder() as root:
        rig = Rig(root)
        bedtime = {"at_min": 1380, "days": 31, "routine": "a" * 32, "pulse": True}
        changes = {"favorite": "b" * 32, "bedtime": bedtime, "heat_limit_cc": 3500}
        assert rig.ask("set", **changes) == told(**changes)
        assert (rig.massager.written, rig.massager.followed) == (1, changes)
        assert Rig(root).ask("settings") == told(**changes)
        assert rig.ask("set", favorite=None, bedtime=None) == told(heat_limit_cc=3500)


def test_a_refusal_says_what_is_allowed_and_changes_nothing():
    with Folder() as root:
        rig = Rig(root)
        say = rig.refused("set", intensity_pct=80, tempo_pct=300)
        assert say == "tempo_pct must be a whole number from 50 to 200"
        assert "is no setting" in rig.refused("set", color="red")
        assert rig.massager.followed == {}
        assert rig.ask("settings") == told()


def test_during_a_session_it_waits_in_memory():
    with Folder() as root:
        rig = Rig(root)
        rig.massager.active = True
        assert rig.ask("set", volume_pct=0) == told(volume_pct=0, stored=False)
        assert (rig.settings.unsaved, rig.massager.written) == (True, 0)
        assert Settings(root).values == DEFAULTS
        rig.massager.active = False
        assert rig.settings.save()
        assert rig.ask("settings") == told(volume_pct=0)


def test_a_broken_file_is_told():
    with Folder() as root:
        with open(root + PATH, "wb") as file:
            file.write(b"half")
        rig = Rig(root)
        assert rig.ask("settings") == told(broken=True)
        assert rig.ask("set", intensity_pct=90) == told(intensity_pct=90)


def test_the_clock_is_set_and_told():
    with Folder() as root:
        rig = Rig(root)
        assert rig.ask("clock", local="2026-11-23T22:14:05") == {"clock": "2026-11-23T22:14:05"}
        assert rig.ask("settings") == told(clock="2026-11-23T22:14:05")
        assert rig.refused("clock") == "local: a time is written as 2026-11-23T22:14:05"
        assert "from 2026 to 2099" in rig.refused("clock", local="2000-01-01T00:00:00")
        assert rig.ask("settings")["clock"] == "2026-11-23T22:14:05"


def test_bedtime_follows_at_once():
    with Folder() as root:
        rig = Rig(root)
        assert rig.keeper.why is None
        rig.ask("set", bedtime={"at_min": 1380})
        assert "clock is not set" in rig.keeper.why
        assert (rig.keeper.inviting, rig.keeper.routine) == (False, "better-sleep")
        rig.ask("clock", local="2026-11-23T22:14:05")
        assert (rig.keeper.inviting, rig.keeper.why) == (True, None)
        assert rig.keeper.left_ms == (45 * 60 + 55) * 1000
        rig.ask("set", bedtime=None)
        assert (rig.keeper.inviting, rig.keeper.left_ms) == (False, None)
        assert (rig.keeper.routine, rig.keeper.why) == (None, None)


def test_the_keeper_looks_once_a_second():
    with Folder() as root:
        rig = Rig(root)
        rig.ask("set", bedtime={"at_min": 1380, "pulse": True})
        rig.clock.now = parse("2026-11-23T22:00:00")
        rig.keeper.run(5)
        assert (rig.keeper.inviting, rig.keeper.pulse_due) == (True, True)
        rig.keeper.pulsed()
        rig.clock.now = None
        rig.keeper.run(5)
        assert (rig.keeper.inviting, rig.keeper.pulse_due) == (True, False)
        rig.keeper.run(6)
        assert not rig.keeper.inviting
        rig.clock.now = parse("2026-11-23T22:00:01")
        rig.keeper.run(7)
        assert rig.keeper.inviting
        assert not rig.keeper.answered
        rig.keeper.answer()
        rig.keeper.run(8)
        assert (rig.keeper.inviting, rig.keeper.answered) == (False, True)
        rig.clock.now = parse("2026-11-23T22:30:00")
        rig.keeper.run(9)
        assert (rig.keeper.inviting, rig.keeper.answered) == (False, False)


def test_after_a_reset_the_last_session_is_the_answer():
    with Folder() as root:
        settings, clock = Settings(root), Clock()
        settings.change({"bedtime": {"at_min": 1380}})
        clock.now = parse("2026-11-23T22:20:00")
        for began, inviting in (("22:10:00", False), ("21:50:00", True)):
            usage = Usage(root)
            usage.begin("a", parse("2026-11-23T" + began))
            usage.end("done")
            usage.save()
            keeper = BedtimeKeeper(settings, clock, Usage(root).last_start_min)
            keeper.run(0)
            assert keeper.inviting is inviting


def test_the_log_comes_a_few_at_a_time_and_fits_a_frame():
    with Folder() as root:
        usage = Usage(root, 10)
        verbs = UsageRequests(usage).verbs
        assert verbs["log"]({}) == {"sessions": [], "next": None}
        for _ in range(20):
            usage.begin("n" * 32, parse("2099-12-31T23:59:59"))
            usage.meter.look(1 << 26, [1] * 10, 1 << 26, 12345)
            usage.end("host-lost")
            usage.save()
        numbers, following = [], 0
        while following is not None:
            answer = verbs["log"]({"from": following})
            assert len(frame({"id": 65535, "ok": answer})) <= FRAME_MAX - 8 * 8
            numbers.extend([entry[0] for entry in answer["sessions"]])
            following = answer["next"]
        assert numbers == list(range(20, 0, -1))
        assert answer["sessions"][-1] == [1, "n" * 32, 3155759999, 65535, 12345, "host-lost"]
        assert raises(RefusalError, verbs["log"], {"from": -1}).code == "bad-args"


def test_the_hours_fit_a_frame():
    with Folder() as root:
        usage = Usage(root, 10)
        usage.begin("a", None)
        for _ in range(60):
            usage.meter.look(1 << 24, [1] * 10, 1 << 24, None)
        usage.end("done")
        answer = UsageRequests(usage).verbs["hours"]({})
        total_s = (60 << 24) // 1000
        assert answer == {"sessions": 1, "motors_s": [total_s] * 10, "pad_s": total_s}
        assert len(frame({"id": 65535, "ok": answer})) <= FRAME_MAX
