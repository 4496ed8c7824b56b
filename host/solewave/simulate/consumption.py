"""What a session took from the supply: from the rig's milliamperes and milliseconds."""

from typing import Any

from solewave.board import Board

MS_PER_H = 3_600_000


def of_measured(measured: dict[str, Any], board: Board) -> dict[str, Any]:
    """The keys of a Report that tell energy, currents and running times.

    Energy in Wh is volts times the integral of the current in ampere-hours: what the parts
    take at the supply's voltage, without the supply's own losses.
    """
    for_ms, base_ma = measured["for_ms"], board.supply.controller_ma
    pad_ma_ms, motors_ma_ms = measured["pad_ma_ms"], measured["motors_ma_ms"]
    taken_ma = (pad_ma_ms + motors_ma_ms) / for_ms if for_ms else 0.0
    return {
        "pad_wh": _wh(pad_ma_ms, board),
        "motors_wh": _wh(motors_ma_ms, board),
        "controller_wh": _wh(base_ma * for_ms, board),
        "peak_ma": round(measured["peak_ma"]),
        "peak_at_ms": measured["peak_after_ms"],
        "mean_ma": round(base_ma + taken_ma) if for_ms else 0,
        "supply_ma": board.supply.current_ma,
        "motors_on_ms": dict(zip(board.served, measured["motors_on_ms"], strict=True)),
    }


def pad_ma(board: Board) -> float:
    """What the pad takes while it is switched on, in mA; 0 without a heater."""
    return board.heater.watts * 1000 / board.supply.volts if board.heater else 0.0


def _wh(ma_ms: float, board: Board) -> float:
    return round(board.supply.volts * ma_ms / 1000 / MS_PER_H, 4)
