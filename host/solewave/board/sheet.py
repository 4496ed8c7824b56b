"""A page about one board, and the list of all: made from the board file, never by hand."""

from collections.abc import Iterable, Sequence

from solewave.board import chip
from solewave.board.load import Board
from solewave.board.parts import parts
from solewave.board.wiring import printed, wires

_MADE = "<!-- Made from {} by `make boards`. Change the board file, not this page. -->"
_FIRST = (
    "Read [safety.md](../safety.md) before you build; [wiring.md](../wiring.md) has the circuits."
)
_FUSE = (
    "The thermal switch and the thermal fuse in the pad act without the firmware: they are asked "
    "of every board."
)


def files(boards: Sequence[Board], listed: bool) -> dict[str, bytes]:
    """Page and diagram of each board, by file name; `listed`: README.md too, the list of all."""
    from solewave.board import drawing  # noqa: PLC0415

    made: dict[str, bytes] = {}
    for board in boards:
        made[f"{board.name}.md"] = page(board).encode()
        made[f"{board.name}.svg"] = drawing.svg(board)
    if listed:
        made["README.md"] = index(boards).encode()
    return made


def page(board: Board) -> str:
    """The Markdown page of a board; its diagram is NAME.svg beside it."""
    facts = chip.load(board.chip)
    blocks = [
        _MADE.format(f"boards/{board.name}.toml"),
        f"# {board.title}",
        f"`{board.name}`: {summary(board)}.",
        _FIRST,
        f"![Wiring diagram of {board.name}]({board.name}.svg)",
        "## Wiring",
        _wiring(board),
        _neighbors(board, facts.title),
        "## Currents",
        _currents(board),
        "## Parts",
        _table(
            ("count", "part", "what it has to be"),
            [(str(part.pieces), part.what, part.note) for part in parts(board)],
        ),
        "## What to know",
        _known(board, facts),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def index(boards: Iterable[Board]) -> str:
    """The list of the boards that come with Solewave."""
    rows = [
        (f"[{board.name}]({board.name}.md)", chip.load(board.chip).title, *_short(board))
        for board in boards
    ]
    head = ("board", "chip", "motors", "pad", "switches", "thermistors", "supply")
    blocks = [
        _MADE.format("boards/"),
        "# Boards that come with Solewave",
        "Massagers that a person can build, each with wiring table, diagram, currents and parts. "
        "For wiring of your own: `solewave boards new`, or [board-format.md](../board-format.md).",
        _table(head, rows),
    ]
    return "\n\n".join(blocks) + "\n"


def summary(board: Board) -> str:
    """One line of facts: "ESP32, 10 motors, pad of 12 W with two switches"."""
    count = len(board.motors)
    bridged = sum(motor.driver == "hbridge" for motor in board.motors)
    motors = f"{count} motor{'s' if count != 1 else ''}"
    if bridged:
        motors += " on bridges" if bridged == count else f", {bridged} on bridges"
    return ", ".join([chip.load(board.chip).title, motors, _heat(board)])


def _heat(board: Board) -> str:
    if board.heater is None:
        return "no heat"
    switches = "two switches" if board.heater.enable_pin else "one switch"
    sensors = "two thermistors" if len(board.heater.sensors) == 2 else "one thermistor"
    return f"pad of {board.heater.watts:g} W with {switches} and {sensors}"


def _short(board: Board) -> tuple[str, ...]:
    heater = board.heater
    pad = (
        (f"{heater.watts:g} W", "2" if heater.enable_pin else "1", str(len(heater.sensors)))
        if heater
        else ("-", "-", "-")
    )
    amps = board.supply.current_ma / 1000
    return (str(len(board.motors)), *pad, f"{board.supply.volts:g} V, {amps:g} A")


def _wiring(board: Board) -> str:
    rows = [(printed(board, wire.pin), wire.what, wire.goes_to) for wire in wires(board)]
    if board.heater:
        count = len(board.heater.sensors)
        what = "both dividers" if count == 2 else "the divider"
        rows.append(("3V3", what, "as above"))
    rows.append(("GND", "ground", f"of the {board.supply.volts:g} V rail, always"))
    if board.supply.controller_ma:
        rows.append(("5V", "supply", "the 5 V rail, or nothing if USB feeds it: never both"))
    return _table(("pin", "what", "goes to"), rows)


def _neighbors(board: Board, title: str) -> str:
    if len(board.motors) == 10 or not board.motors:
        return ""
    return (
        f"{title} drives {len(board.motors)} of the ten zones here; a zone without a motor is "
        "played by its nearest neighbor on the same foot."
    )


def _currents(board: Board) -> str:
    motors_ma = sum(motor.run_ma for motor in board.motors)
    supply = board.supply
    rows = []
    if board.heater:
        watts = board.heater.watts
        rows.append((f"pad, {watts:g} W at {supply.volts:g} V", f"{board.heater_ma} mA"))
    rows += [
        (f"{len(board.motors)} motors at full level", f"{motors_ma} mA"),
        ("controller", f"{supply.controller_ma} mA"),
        ("sum", f"{board.heater_ma + motors_ma + supply.controller_ma} mA"),
        ("supply", f"{supply.current_ma} mA"),
    ]
    return _table(("load", "current"), rows)


def _known(board: Board, facts: chip.Chip) -> str:
    points = [f"{warning.what}. {warning.remedy}".rstrip() for warning in board.warnings]
    points = [point[0].upper() + point[1:] for point in points]
    if board.heater:
        points.append(_FUSE)
        limits = board.limits
        points.append(
            f"Heat: at most {limits.target_c:g} °C, off at {limits.cutoff_c:g} °C, "
            f"{limits.heat_min:g} minutes before a rest."
        )
    points.append(
        f"MicroPython {facts.micropython_min} or newer, `{facts.micropython_board}`; "
        "`solewave flash` brings it."
    )
    return "\n".join(f"- {point}" for point in points)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
