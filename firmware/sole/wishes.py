"""What a person asked for at the buttons, and bedtime's invitation to press one."""

from sole.core import states


class Wishes:
    """A chore: fulfils in the slack what takes longer than a tick may."""

    def __init__(self, massager, starter, keeper, session_requests, fault_requests):
        self._massager = massager
        self._buttons = massager.buttons
        self._starter = starter
        self._keeper = keeper
        self._session_requests = session_requests
        self._fault_requests = fault_requests

    def run(self):
        """Once in each slack."""
        self._starter.note_end()
        self._keeper.run(self._massager.uptime_s())
        buttons = self._buttons
        if buttons.clear_wanted:
            buttons.clear_wanted = False
            self._fault_requests.clear_by_button()
        if buttons.dismissed:
            buttons.dismissed = False
            self._dismiss()
        if buttons.start_wanted and self._starter.by_button():
            buttons.start_wanted = False
        if buttons.next_wanted and self._starter.next_by_button():
            buttons.next_wanted = False
        machine = self._massager.session.machine
        if self._keeper.inviting:
            self._invite(machine)
        elif machine.state == states.ARMED and not self._session_requests.ticket_is_fresh():
            machine.on(states.DISARM)

    def _dismiss(self):
        """A long press while bedtime invites: not tonight."""
        if self._keeper.inviting:
            self._keeper.answer()

    def _invite(self, machine):
        """The light breathes; one soft pulse of the motors if wished. Nothing starts by itself."""
        if machine.active:
            self._keeper.answer()  # who is at it already needs no invitation
            return
        machine.on(states.ARM)
        if machine.state == states.ARMED and self._keeper.pulse_due:
            self._keeper.pulsed()
            self._massager.pulse()
