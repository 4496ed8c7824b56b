"""The buttons of a virtual board, as keys of the terminal that it runs in."""

from typing import NamedTuple

from solewave.virtual.server import VirtualBoard

END = "q"
_PRESS_MS = 120
"""Of a short press, as a finger makes it; longer ones exceed `sole.core.gesture` by 0.2 s."""
_GAP_MS = 150


class Press(NamedTuple):
    """What a finger does: at the button that `does` this, for `ms`, twice if there is a gap."""

    does: str
    words: str
    ms: int = _PRESS_MS
    gap_ms: int = 0


KEYS = {
    "p": Press("play", "press"),
    "d": Press("play", "double press", gap_ms=_GAP_MS),
    "l": Press("play", "long press", 1200),
    "c": Press("play", "very long press", 5200),
    "-": Press("intensity-down", "press"),
    "+": Press("intensity-up", "press"),
    "s": Press("stop", "press"),
}


def explain(board: VirtualBoard) -> str:
    """One line: the keys that this board has buttons for."""
    parts = []
    for does in dict.fromkeys(press.does for press in KEYS.values()):
        if board.button(does) is not None:
            own = {key: press for key, press in KEYS.items() if press.does == does}
            words = ", ".join(f"{key} {press.words}" for key, press in own.items())
            parts.append(f"{words} of {does}" if len(own) > 1 else f"{next(iter(own))} {does}")
    return f"Keys: {'; '.join([*parts, f'{END} end'])}."


def press(board: VirtualBoard, key: str) -> str:
    """Presses the button that a key stands for; a line that says what was done."""
    wanted = KEYS.get(key)
    if wanted is None:
        return explain(board)
    pin = board.button(wanted.does)
    if pin is None:
        return f"This board has no button for {wanted.does}."
    board.press(pin, wanted.ms, wanted.gap_ms)
    return f"{wanted.does}: {wanted.words}"
