"""The verbs and what each does in a line, so that help need not import them (tests compare)."""

VERBS = {
    "new": "Write a new pattern to begin with.",
    "check": "Check pattern files and say all that is wrong.",
    "schema": "Print the JSON Schema of patterns, for editors.",
    "preview": "See a pattern before you feel it: a picture of all of it.",
    "simulate": "Play a pattern on a model, with faults; tell what happens.",
    "upload": "Check, compile and bring patterns to the massager.",
    "list": "List the patterns on the massager.",
    "get": "Copy a compiled pattern from the massager to a file.",
    "remove": "Remove patterns from the massager.",
    "play": "Play a pattern; a file is checked and uploaded first.",
    "pause": "Pause the session; heat goes off.",
    "resume": "Go on with a paused session and watch it.",
    "stop": "Stop the session softly, or at once.",
    "status": "Say what the massager does right now.",
    "watch": "Watch what plays until it ends or Ctrl-C.",
    "set": "Show or change what the massager keeps without a computer.",
    "bedtime": "Set the bedtime before which the massager invites.",
    "log": "Show past sessions; hours of motors and pad.",
    "faults": "Show faults and what to do; clear one.",
    "boards": "List boards; check, draft and draw board files.",
    "flash": "Put MicroPython and the firmware on a board.",
    "update": "Bring the firmware up to date; patterns and settings stay.",
    "doctor": "Look at port, board and firmware; say what to do.",
    "virtual": "Run a virtual massager until Ctrl-C; keys are its buttons.",
}
"""In the order in which a person needs them."""

TOGETHER = {
    ("list", "get", "remove"): "List, copy or remove the patterns on the massager.",
    ("pause", "resume", "stop"): "Hold the session, go on with it, or end it.",
    ("status", "watch"): "Say what the massager does, or watch it.",
}
"""Verbs that share a line of `solewave` alone, so that all of them fit a screen of 80 x 24."""


def lines() -> list[tuple[str, str]]:
    """One verb, or a few of TOGETHER, and what they do; the verbs of all equally wide."""
    group = {verbs[0]: verbs for verbs in TOGETHER}
    follows = {verb for verbs in TOGETHER for verb in verbs[1:]}
    rows = [group.get(verb, (verb,)) for verb in VERBS if verb not in follows]
    width = max(len(" ".join(verbs)) for verbs in rows)
    about = {(verb,): what for verb, what in VERBS.items()} | TOGETHER
    return [(" ".join(verbs).ljust(width), about[verbs]) for verbs in rows]
