"""What each gesture at a button does; docs/buttons-and-lights.md tells it to people.

Stopping and pausing happen in the tick. What starts something, or takes longer than a
tick may, is a wish that waits for the slack: see `sole.chores`.
"""

from sole.core import faults, gesture, states
from sole.core.session import FAULT, STOPPED

INTENSITY_STEP_PCT = 10


class Buttons:
    """`buttons` are `sole.drivers.button.Button`s.

    Wishes: `start_wanted` (start or resume), `next_wanted` (the next routine),
    `clear_wanted` (faults), `dismissed` (the invitation of bedtime is declined).
    """

    def __init__(self, buttons, massager):
        self.all = buttons
        self._massager = massager
        self.start_wanted = False
        self.next_wanted = False
        self.clear_wanted = False
        self.dismissed = False

    def tick(self, dt_ms):
        """One tick: reads every button."""
        for button in self.all:
            code = button.tick(dt_ms)
            if code != gesture.NONE:
                self._act(button.does, code)

    def _act(self, does, code):
        if does == "stop":
            self._stop()
        elif does == "play":
            self._play(code)
        elif code == gesture.PRESS:
            step_pct = INTENSITY_STEP_PCT if does == "intensity-up" else -INTENSITY_STEP_PCT
            player = self._massager.session.player
            player.scale(player.intensity_pct + step_pct, player.tempo_pct)

    def _play(self, code):
        session = self._massager.session
        if code == gesture.PRESS:
            if not session.pause():
                self.start_wanted = True
        elif code == gesture.DOUBLE:
            self.next_wanted = True
        elif code == gesture.LONG:
            self.start_wanted = self.next_wanted = False
            self.dismissed = session.machine.state == states.ARMED
            session.stop(STOPPED)
        elif code == gesture.VERY_LONG:
            self.clear_wanted = True

    def _stop(self):
        self._massager.supervisor.latch.set(faults.EMERGENCY_STOP)
        self._massager.off(FAULT)

    def look_for_stop(self):
        """To be called while no tick can: a self-test takes longer than a tap on the emergency
        stop."""
        if self.stop_pressed():
            self._stop()

    def stop_pressed(self):
        """Whether the emergency stop is held down now."""
        return any(button.does == "stop" and button.pressed for button in self.all)
