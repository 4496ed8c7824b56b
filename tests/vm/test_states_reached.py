"""Every transition of the table happens: by a button, a request, time, or what a part reports."""

from massager_rig import Rig
from sole.core import faults, limits, states
from sole.core.states import EVENTS, IGNORED, TABLE, WORDS

EVENING = 9823
COLD_UV, WARM_UV = 2000000, 1600000


class Recorder(states.StateMachine):
    """Notes every transition as "state event"."""

    def __init__(self, seen):
        super().__init__()
        self._seen = seen

    def on(self, event):
        before = self.word
        changed = super().on(event)
        if changed:
            self._seen.add("%s %s" % (before, EVENTS[event]))
        return changed


class WatchedRig(Rig):
    """A rig whose transitions go into `seen`."""

    tests = None
    first_latch = None

    def __init__(self, seen, tests=None, latched=None):
        self._seen, self.tests, self.first_latch = seen, tests, latched
        super().__init__()

    def _massager(self, brake):
        massager = super()._massager(brake)
        massager.session.machine = Recorder(self._seen)
        massager.tests = self.tests
        if self.first_latch is not None:
            massager.supervisor.latch.set(self.first_latch)
        return massager

    def trip(self):
        """The emergency stop, pressed and let go."""
        self.press("stop")
        assert self.status()["state"] == "fault"

    def playing(self):
        self.press()
        self.run(2000)
        assert self.status()["state"] == "playing"
        return self

    def paused(self):
        self.playing().press()
        assert self.status()["state"] == "paused"
        return self

    def winding_down(self):
        self.playing().ask("stop")
        self.run(20)
        assert self.status()["state"] == "winding-down"
        return self

    def cooling(self):
        """After a session that warmed the pad."""
        self.playing()
        self.pad.uv = WARM_UV
        self.run(2000)
        self.ask("stop", now=True)
        self.run(200)
        assert self.status()["state"] == "cooling"
        return self

    def armed(self):
        """By bedtime."""
        self.ask("set", bedtime={"at_min": 1380, "routine": "b"})
        self.wall.now = (EVENING, 22 * 3600)
        self.run(2000)
        assert self.status()["state"] == "armed"
        return self


def at_power_on(make):
    make()
    make(tests=lambda: "memory: bad")
    make(latched=faults.SAFE_MODE)


def idle(make):
    rig = make()
    rig.trip()
    rig.press(ms=5500)
    assert rig.status()["state"] == "idle", "cleared"
    rig.cooling()
    rig.pad.uv = COLD_UV
    rig.run(1000)
    assert rig.status()["state"] == "idle", "cooled"


def armed(make):
    make().armed().press()
    make().armed().press(ms=1500)
    make().armed().trip()
    make().armed().ask("stop", now=True)
    rig = make()
    rig.ask("ready")
    rig.run(8000)
    assert rig.status()["state"] == "idle", "nobody used the ticket"


def playing(make):
    make().playing().ask("stop", now=True)
    make().playing().trip()
    rig = make()
    rig.play()
    rig.run(8000)
    assert rig.status()["ended"] == "host-lost"
    make().playing().run(62000)
    rig = make()
    rig.wall.now = (EVENING, 23 * 3600 - 20)
    rig.ask("set", bedtime={"at_min": 1380, "routine": "b"})
    rig.playing().run(20000)
    assert rig.status()["ended"] == "limit"


def paused(make):
    make().paused().press()
    make().paused().press(ms=1500)
    make().paused().ask("stop", now=True)
    make().paused().trip()
    rig = make()
    rig.play()
    rig.run(1000)
    rig.ask("pause")
    rig.run(8000)
    assert rig.status()["ended"] == "host-lost"
    rig = make().paused()
    rig.massager.session.step(limits.PAUSE_MAX_MS)
    rig.run(2000)
    assert rig.status()["ended"] == "limit"


def winding_down(make):
    make().winding_down().run(2000)
    make().winding_down().ask("stop", now=True)
    make().winding_down().trip()


def cooling(make):
    rig = make().cooling()
    rig.armed()
    rig.press(ms=1500)
    assert rig.status()["state"] == "cooling", "once the invitation is declined"
    rig.press()
    assert rig.status()["state"] == "playing"
    make().cooling().trip()


def test_every_transition_happens():
    seen = set()

    def make(**more):
        return WatchedRig(seen, **more)

    for scene in (at_power_on, idle, armed, playing, paused, winding_down, cooling):
        scene(make)
    there = set()
    for state in range(len(WORDS)):
        for event in range(len(EVENTS)):
            if TABLE[state * len(EVENTS) + event] != IGNORED:
                there.add("%s %s" % (WORDS[state], EVENTS[event]))
    assert there - seen == set()
