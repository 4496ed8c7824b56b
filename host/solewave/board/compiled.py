"""The board file as the device reads it: integers only, sealed with a CRC-32.

docs/board-format.md lists the keys. `sole.core.board` reads and checks them again.
"""

from typing import Any

from sole.core import frame
from sole.core.limits import FULL_Q15

from solewave.board import thermistor
from solewave.board.model import BoardFile, Heater, Indicator, Limits, Motor, Sensor

VERSION = 1


def compile_board(board: BoardFile) -> bytes:
    """The sealed JSON object of a board that passed all checks."""
    return bytes(frame.seal(_keys(board)))


def _keys(board: BoardFile) -> dict[str, Any]:
    return {
        "v": VERSION,
        "name": board.name,
        "title": board.title,
        "chip": board.chip,
        "pwm_hz": board.pwm_hz,
        "motors": [_motor(motor) for motor in board.motors],
        "motor_budget_ma": board.motor_budget_ma,
        "heater": _heater(board.heater, board.limits) if board.heater else None,
        "buttons": [{"pin": button.pin.code, "does": button.does} for button in board.buttons],
        "indicator": _indicator(board.indicator) if board.indicator else None,
        "buzzer": board.buzzer.pin.code if board.buzzer else None,
    }


def _motor(motor: Motor) -> dict[str, Any]:
    return {
        "zone": motor.zone_number,
        "driver": motor.driver,
        "pins": [pin.code for pin in motor.pins],
        "start_pct": motor.start_pct,
        "kick_ms": motor.kick_ms,
        "slew_ms": motor.slew_ms,
        "run_ma": motor.run_ma,
    }


def _indicator(lamp: Indicator) -> dict[str, Any]:
    return {"kind": lamp.kind, "pin": lamp.pin.code}


def _heater(heater: Heater, limits: Limits) -> dict[str, Any]:
    return {
        "pin": heater.pin.code,
        "enable": heater.enable_pin.code if heater.enable_pin else None,
        "watts_x10": round(heater.watts * 10),
        "sensors": [_sensor(sensor) for sensor in heater.sensors],
        "target_cc": _down(limits.target_c * 100),
        "cutoff_cc": _down(limits.cutoff_c * 100),
        "ramp_cc_per_min": _down(limits.ramp_c_per_min * 100),
        "heat_ms": _down(limits.heat_min * 60000),
        "kp_q15": round(heater.pi.kp_pct_per_c / 100 * FULL_Q15),
        "ti_s": heater.pi.ti_s,
        "window_ms": heater.pi.window_ms,
    }


def _sensor(sensor: Sensor) -> dict[str, Any]:
    mv, cc = thermistor.with_margins(sensor)
    low, high = thermistor.faults(sensor)
    return {"pin": sensor.pin.code, "mv": mv, "cc": cc, "low": low, "high": high}


def _down(value: float) -> int:
    """To a whole number, never above a limit; forgives the float's last digits (0.29 * 100)."""
    return int(value + 1e-6)
