"""The state machine: every event in every state."""

from sole.core.states import EVENTS, IGNORED, OFF, TABLE, WORDS, StateMachine

# What must happen, written down a second time and by name; what is not here changes nothing.
MUST = {
    "off": {"powered": "self-test"},
    "self-test": {"passed": "idle", "failed": "fault", "bitten": "safe-mode"},
    "idle": {
        "test": "self-test",
        "arm": "armed",
        "start": "playing",
        "warm": "cooling",
        "failed": "fault",
    },
    "armed": {
        "test": "self-test",
        "disarm": "idle",
        "stop": "idle",
        "abort": "idle",
        "failed": "fault",
    },
    "playing": {
        "pause": "paused",
        "stop": "winding-down",
        "limit": "winding-down",
        "host-lost": "winding-down",
        "abort": "idle",
        "ended": "idle",
        "failed": "fault",
    },
    "paused": {
        "resume": "playing",
        "stop": "winding-down",
        "limit": "winding-down",
        "host-lost": "winding-down",
        "abort": "idle",
        "failed": "fault",
    },
    "winding-down": {"ended": "idle", "abort": "idle", "failed": "fault"},
    "cooling": {"cooled": "idle", "test": "self-test", "arm": "armed", "failed": "fault"},
    "fault": {"cleared": "idle"},
    "safe-mode": {},
}
WASM = ("test_every_event_in_every_state",)


def machine(state):
    made = StateMachine()
    made.state = WORDS.index(state)
    return made


def test_every_event_in_every_state():
    assert sorted(MUST) == sorted(WORDS)
    for state in WORDS:
        for event in EVENTS:
            one = machine(state)
            following = MUST[state].get(event)
            index = EVENTS.index(event)
            assert one.may(index) == (following is not None), (state, event)
            assert one.on(index) == (following is not None), (state, event)
            assert one.word == (following or state), (state, event)


def test_it_begins_with_everything_off():
    assert StateMachine().state == OFF


def test_the_table_holds_states_only():
    assert len(TABLE) == len(WORDS) * len(EVENTS)
    assert all(entry < len(WORDS) or entry == IGNORED for entry in TABLE)


def test_outputs_may_only_move_in_the_three_states_of_a_session():
    active = [word for word in WORDS if machine(word).active]
    assert active == ["playing", "paused", "winding-down"]
    for state in WORDS:
        for event, following in MUST[state].items():
            if following in active and state not in active:
                assert (event, following) == ("start", "playing"), (state, event)


def test_nothing_starts_out_of_a_fault_or_safe_mode():
    for state in ("off", "fault", "safe-mode", "self-test", "cooling"):
        assert not machine(state).may(EVENTS.index("start")), state


def test_every_state_but_safe_mode_and_off_can_be_reached_and_left():
    reached = {following for moves in MUST.values() for following in moves.values()}
    assert reached == set(WORDS) - {"off"}
    assert [state for state in WORDS if not MUST[state]] == ["safe-mode"]
