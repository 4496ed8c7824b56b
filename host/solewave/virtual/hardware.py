"""What a virtual board is built of: a board's own file, and the parts that it names."""

from typing import Any, Protocol

import msgspec


class BoardLike(Protocol):
    """What a virtual board needs of `solewave.board.Board`; `model` may be a struct or a dict."""

    @property
    def name(self) -> str: ...

    @property
    def model(self) -> Any: ...

    def compiled(self) -> bytes: ...


def plain(model: Any) -> dict[str, Any]:
    """The model of pad and foot as a dict; empty without one."""
    plain: dict[str, Any] = msgspec.to_builtins(model) if model is not None else {}
    return plain


def parts(board: BoardLike) -> dict[str, Any]:
    """What the board file says of the hardware and the firmware does not need to know."""
    motors = getattr(board, "motors", ())
    heater = getattr(board, "heater", None)
    keys = ("r25_ohm", "beta", "series_ohm", "supply_mv", "wiring")
    return {
        "spin_up_ms": [motor.spin_up_ms for motor in motors],
        "sensors": [
            {key: getattr(sensor, key) for key in keys} for sensor in heater.sensors
        ] if heater else [],
    }  # fmt: skip
