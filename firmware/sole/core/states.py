"""What the massager is doing: one state, and one table of what each event makes of it.

docs/architecture.md draws it. An event that a state does not name changes nothing:
what must not happen then cannot.
"""

OFF = 0
"""Where every start begins, whatever went on when the power failed: no output is driven."""
SELF_TEST = 1
IDLE = 2
ARMED = 3
"""A start is prepared: bedtime invites, or a host holds a ticket. It leads through the
self-test, as every start does."""
PLAYING = 4
PAUSED = 5
WINDING_DOWN = 6
COOLING = 7
"""The session is over and the pad has not cooled down yet."""
FAULT = 8
SAFE_MODE = 9
WORDS = (
    "off",
    "self-test",
    "idle",
    "armed",
    "playing",
    "paused",
    "winding-down",
    "cooling",
    "fault",
    "safe-mode",
)

POWERED = 0
TEST = 1
PASSED = 2
FAILED = 3
"""A latched fault that ends whatever goes on, or a test that did not pass."""
CLEARED = 4
BITTEN = 5
"""The watchdog reset the board too often in a row."""
ARM = 6
DISARM = 7
START = 8
PAUSE = 9
RESUME = 10
STOP = 11
LIMIT = 12
"""The session has lasted as long as it may."""
HOST_LOST = 13
ABORT = 14
ENDED = 15
"""The pattern is over, or everything has faded out."""
WARM = 16
COOLED = 17
EVENTS = (
    "powered",
    "test",
    "passed",
    "failed",
    "cleared",
    "bitten",
    "arm",
    "disarm",
    "start",
    "pause",
    "resume",
    "stop",
    "limit",
    "host-lost",
    "abort",
    "ended",
    "warm",
    "cooled",
)

IGNORED = 255
_MOVES = (
    (OFF, ((POWERED, SELF_TEST),)),
    (
        SELF_TEST,
        ((PASSED, IDLE), (FAILED, FAULT), (BITTEN, SAFE_MODE)),
    ),
    (
        IDLE,
        (
            (TEST, SELF_TEST),
            (ARM, ARMED),
            (START, PLAYING),
            (WARM, COOLING),
            (FAILED, FAULT),
        ),
    ),
    (
        ARMED,
        (
            (TEST, SELF_TEST),
            (DISARM, IDLE),
            (STOP, IDLE),
            (ABORT, IDLE),
            (FAILED, FAULT),
        ),
    ),
    (
        PLAYING,
        (
            (PAUSE, PAUSED),
            (STOP, WINDING_DOWN),
            (LIMIT, WINDING_DOWN),
            (HOST_LOST, WINDING_DOWN),
            (ABORT, IDLE),
            (ENDED, IDLE),
            (FAILED, FAULT),
        ),
    ),
    (
        PAUSED,
        (
            (RESUME, PLAYING),
            (STOP, WINDING_DOWN),
            (LIMIT, WINDING_DOWN),
            (HOST_LOST, WINDING_DOWN),
            (ABORT, IDLE),
            (FAILED, FAULT),
        ),
    ),
    (WINDING_DOWN, ((ENDED, IDLE), (ABORT, IDLE), (FAILED, FAULT))),
    (COOLING, ((COOLED, IDLE), (TEST, SELF_TEST), (ARM, ARMED), (FAILED, FAULT))),
    (FAULT, ((CLEARED, IDLE),)),
    (SAFE_MODE, ()),
)


def _table(moves_of):
    """One byte for each state and event: the next state, or IGNORED."""
    table = bytearray(b"\xff" * len(WORDS) * len(EVENTS))
    for state, moves in moves_of:
        for event, following in moves:
            table[state * len(EVENTS) + event] = following
    return bytes(table)


TABLE = _table(_MOVES)
_WIDTH = len(EVENTS)
_ACTIVE = tuple([PLAYING <= state <= WINDING_DOWN for state in range(len(WORDS))])
del _MOVES  # a kilobyte


class StateMachine:
    """Holds `state`; begins in OFF, whatever was before the power came."""

    def __init__(self):
        self.state = OFF

    def may(self, event):
        """Whether `event` would change the state."""
        return TABLE[self.state * _WIDTH + event] != IGNORED

    def on(self, event):
        """Takes `event`; True if it changed the state."""
        following = TABLE[self.state * _WIDTH + event]
        if following == IGNORED:
            return False
        self.state = following
        return True

    @property
    def active(self):
        """Whether a session is going on, paused and fading ones too."""
        return _ACTIVE[self.state]

    @property
    def word(self):
        """The state's name on the link."""
        return WORDS[self.state]
