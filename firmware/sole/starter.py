"""Starts sessions, for a host and for the button, and keeps account of them."""

from sole.core import states
from sole.core.pattern import PatternError
from sole.core.session import STOPPED
from sole.refusal import RefusalError
from sole.store import StoreError


class Starter:
    """What must hold before a session begins, and what is noted when it does.

    `uploads` has the patterns, `settings` the intensity, tempo and favorite of whoever lives
    here, `keeper` the bedtime, `usage` the log, `clock` the calendar.
    """

    def __init__(self, massager, uploads, settings, keeper, usage, clock):
        self._massager = massager
        self._session = massager.session
        self._uploads = uploads
        self._settings = settings
        self._keeper = keeper
        self._usage = usage
        self._clock = clock
        self._counting = False

    def need_outputs(self):
        """Raises RefusalError (`fault`, `no-board`) if nothing may be driven."""
        if self._massager.fault is not None:
            raise RefusalError("fault", "latched: %s" % self._massager.fault)
        if self._massager.board_fault is not None:
            raise RefusalError("no-board", self._massager.board_fault)

    def play(self, name, intensity_pct, tempo_pct, live):
        """Tests, loads and begins; near bedtime it ends before that.

        None as intensity or tempo: as in the settings. Raises RefusalError (`self-test`,
        `fault`, `busy`), StoreError and PatternError, and then nothing has begun.
        """
        self.note_end()
        forbidden = self._massager.forbidden()
        if forbidden is not None:
            raise RefusalError("self-test", forbidden)
        self.need_outputs()  # the test looks at the emergency stop, too
        data = self._uploads.load(name)
        values = self._settings.values
        self._massager.follow(values)
        if intensity_pct is None:
            intensity_pct = values["intensity_pct"]
        if tempo_pct is None:
            tempo_pct = values["tempo_pct"]
        end_in_ms = self._keeper.left_ms
        if not self._session.play(name, data, intensity_pct, tempo_pct, live, end_in_ms):
            raise RefusalError("busy", "the massager is %s" % self._session.machine.word)
        self._keeper.answer()
        self._usage.begin(name, self._clock.read())
        self._counting = True

    def note_end(self):
        """Puts a session that has ended into the log; nothing while one is active."""
        if self._counting and not self._session.machine.active:
            self._counting = False
            self._usage.end(self._session.ended)
            self._uploads.let_pass()

    def by_button(self):
        """Goes on after a pause, or plays: the routine that bedtime invites to, the favorite,
        what played last, or the first pattern there is. False while one still fades out."""
        if self._session.machine.state == states.WINDING_DOWN:
            return False
        if self._session.active:
            self._by_hand(None)
        else:
            names = self._uploads.names()
            inviting = self._keeper.routine if self._keeper.inviting else None
            wanted = (inviting, self._settings.values["favorite"], self._session.name)
            known = [name for name in wanted if name in names] + names
            if known:
                self._by_hand(known[0])
        return True

    def next_by_button(self):
        """Plays the routine after the last one; False while the present one still fades out."""
        if self._session.active:
            self._session.stop(STOPPED)
            return False
        names = self._uploads.names()
        if names:
            last = self._session.name
            following = names.index(last) + 1 if last in names else 0
            self._by_hand(names[following % len(names)])
        return True

    def _by_hand(self, name):
        """A person stands there, so the session needs no host. What forbids it is left to
        the light and to `status`."""
        try:
            self.need_outputs()
            if name is None:
                self._session.resume(live=False)
            else:
                self.play(name, None, None, live=False)
        except (RefusalError, StoreError, PatternError, MemoryError):
            pass
