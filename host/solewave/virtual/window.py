"""The host's view of a virtual board past its serial line: outputs, heat, buttons, faults."""

import struct
from pathlib import Path
from typing import Any

from solewave.virtual.device import view as layout

MODES = {
    layout.IN: "in",
    layout.OUT: "out",
    layout.OPEN_DRAIN: "open-drain",
    layout.PWM: "pwm",
    layout.ADC: "adc",
    layout.PIXEL: "ws2812",
}
SENSOR_FAULTS = {
    None: layout.SENSOR_OK,
    "open": layout.SENSOR_OPEN,
    "short": layout.SENSOR_SHORT,
}


class Window:
    """Two files that the board's side shares: it writes `view`, it reads `inputs`."""

    def __init__(self, folder: Path) -> None:
        self.view_path = folder / "view"
        self.inputs_path = folder / "inputs"
        self.clear()

    def clear(self) -> None:
        """As after power-on: nothing driven, nothing pressed, everything at rest."""
        _overwrite(self.view_path, bytes(layout.VIEW_SIZE))
        self._inputs = bytearray(layout.INPUTS_SIZE)
        for pin in range(layout.PINS):
            self._inputs[layout.INPUT_PINS_AT + pin * layout.PIN_SIZE] = layout.FREE
        self._write()

    def begin(self) -> None:
        """A start begins: until it says otherwise, the board is loading."""
        with self.view_path.open("r+b", buffering=0) as file:
            data = bytearray(file.read(layout.HEADER_SIZE))
            fields = list(struct.unpack(layout.HEADER, data))
            fields[3], fields[5], fields[7] = layout.LOADING, 0, 0
            struct.pack_into(layout.HEADER, data, 0, *fields)
            file.seek(0)
            file.write(data)

    def header(self) -> dict[str, Any]:
        """What the board last said of itself; times in its own microseconds, degrees C."""
        fields = struct.unpack_from(layout.HEADER, self.view_path.read_bytes())
        return {
            "count": fields[1],
            "now_us": fields[2],
            "phase": fields[3],
            "reset_cause": fields[4],
            "timers": fields[5],
            "heater_on": bool(fields[6]),
            "watchdog_ms": fields[7],
            "pad_c": fields[9],
            "foot_c": fields[10],
            "sensor_c": fields[11],
            "power": fields[12],
            "motor_speeds": [speed / 65535 for speed in fields[13:23]],
        }

    def outputs(self) -> dict[int, dict[str, Any]]:
        """GPIO -> `mode`, `value` (0, 1), `duty_u16` (share of time high), `hz`, of used pins.

        One with a WS2812 has `rgb` (three numbers of 0 to 255) in place of the last two.
        """
        data = self.view_path.read_bytes()
        found = {}
        for pin in range(layout.PINS):
            at = layout.PINS_AT + pin * layout.PIN_SIZE
            mode, value, duty_u16, hz = struct.unpack_from(layout.PIN, data, at)
            if mode == layout.PIXEL:
                found[pin] = {"mode": MODES[mode], "value": 0, "rgb": tuple(hz.to_bytes(3, "big"))}
            elif mode in MODES:
                found[pin] = {"mode": MODES[mode], "value": value, "duty_u16": duty_u16, "hz": hz}
        return found

    def set_input(self, pin: int, level: int | None) -> None:
        """Holds `pin` at a level; None lets go of it."""
        self._put(pin, layout.FREE if level is None else level, 0)

    def press(self, pin: int, level: int, ms: int, gap_ms: int = 0) -> None:
        """Holds `pin` at `level` for `ms` of the board's time, from when it looks next.

        With a `gap_ms` (up to 65535) it does so once more after that gap.
        """
        last = self._inputs[layout.INPUT_PINS_AT + pin * layout.PIN_SIZE + 1]
        self._put(pin, level, last % 255 + 1, ms, gap_ms)

    def _put(self, pin: int, level: int, press: int, ms: int = 0, gap_ms: int = 0) -> None:
        at = layout.INPUT_PINS_AT + pin * layout.PIN_SIZE
        struct.pack_into(layout.INPUT_PIN, self._inputs, at, level, press, gap_ms, ms)
        self._write()

    def sensor(self, index: int, fault: str | None, mv: int = 0) -> None:
        """`open`, `short`, `fixed` (at `mv`), or None: as it is in good order."""
        mode = layout.SENSOR_FIXED if fault == "fixed" else SENSOR_FAULTS[fault]
        at = layout.SENSORS_AT + index * layout.SENSOR_SIZE
        struct.pack_into(layout.SENSOR, self._inputs, at, mode, 0, mv)
        self._write()

    def _write(self) -> None:
        _overwrite(self.inputs_path, self._inputs)


def _overwrite(path: Path, data: bytes | bytearray) -> None:
    """In place and in one write: whoever reads meanwhile sees the old or the new."""
    path.touch()
    with path.open("r+b", buffering=0) as file:
        file.write(data)
