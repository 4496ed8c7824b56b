"""solewave boards: what massagers there are; check, draft and draw their board files."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import rich_click as click

from solewave import console
from solewave.commands._shared import json_option, lay_schema, write_new
from solewave.errors import DONE, USER, SolewaveError
from solewave.number_range import Number

if TYPE_CHECKING:
    from solewave.board import Board

_Answer = TypeVar("_Answer")
_DRIVERS = ("mosfet", "hbridge")
_LIGHTS = ("led", "ws2812", "none")


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """List boards; check, draft and draw board files."""
    if ctx.invoked_subcommand is not None:
        return
    from solewave import board  # noqa: PLC0415

    boards = [board.load(name) for name in board.names()]
    if as_json:
        console.data([_facts(one) for one in boards])
        return
    console.table(
        ("NAME", "CHIP", "MOTORS ", "HEATER", "TITLE"),
        [(one.name, one.chip, str(len(one.motors)), _heater(one), one.title) for one in boards],
    )
    console.say("Your own: solewave boards new NAME")


@command.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@json_option
def check(files: tuple[str, ...], as_json: bool) -> int:
    """Say all that is wrong with board files."""
    results = [_check(file, quiet=as_json) for file in files]
    if as_json:
        console.data(results)
    return DONE if all(result["ok"] for result in results) else USER


@command.command()
@click.argument("name")
@click.option("--chip", "chip_name", metavar="CHIP", help="esp32, esp32s3, esp32c3, ...")
@click.option("--motors", type=click.IntRange(0, 10), metavar="N", help="How many, 0 to 10.")
@click.option("--driver", type=click.Choice(_DRIVERS), help="What drives the motors.")
@click.option("--motor-ma", type=click.IntRange(1, 5000), metavar="MA", help="Of one motor.")
@click.option("--volts", type=Number(3, 24), metavar="V", help="Of the supply.")
@click.option("--heater/--no-heater", default=None, help="With a heating pad or without.")
@click.option("--watts", type=Number(0.5, 60), metavar="W", help="Of the pad.")
@click.option("--switches", type=click.IntRange(1, 2), metavar="N", help="In series with the pad.")
@click.option("--thermistors", type=click.IntRange(1, 2), metavar="N", help="On the pad.")
@click.option("--intensity-buttons", is_flag=True, help="With buttons for less and more.")
@click.option("--light", type=click.Choice(_LIGHTS), help="The lamp; else an LED if it fits.")
@click.option("--buzzer", is_flag=True, help="With a piezo that beeps.")
def new(name: str, chip_name: str | None, **given: Any) -> None:
    """Write a new board file, after asking what you have."""
    from solewave.board import chip, draft, schema_file  # noqa: PLC0415

    file = Path(name if name.endswith(".toml") else f"{name}.toml")
    _refuse_to_overwrite(file)
    chip_name = _ask("Chip", chip_name, None, click.Choice(chip.names()))
    wish = draft.Wish(name=file.stem, chip=_known_chip(chip_name), **_answers(given))
    text = draft.text(wish)
    loaded = _checked(file, text)
    write_new(file, text.encode(), "Choose another name.")
    for warning in loaded.warnings:
        console.warn(str(warning))
    schema = lay_schema(file.parent, schema_file.FILE_NAME, schema_file.generate())
    console.say(f"Wrote {file}{schema}: {_summary(loaded)}.", hang=2)
    console.say(f"Compare it with your wiring, then: solewave boards check {file}", hang=2)


@command.command()
@click.argument("files", nargs=-1, metavar="[FILE|NAME]...")
@click.option("--to", "folder", default=".", metavar="FOLDER", help="Where the pages go.")
def draw(files: tuple[str, ...], folder: str) -> None:
    """Draw the wiring, with tables of pins, currents and parts.

    Without a file: all boards that come with Solewave, and a list of them.
    """
    from solewave import board  # noqa: PLC0415
    from solewave.board import sheet  # noqa: PLC0415

    boards = [board.load(file) for file in files or board.names()]
    pages = sheet.files(boards, listed=not files)
    Path(folder).mkdir(parents=True, exist_ok=True)
    for name, data in pages.items():
        (Path(folder) / name).write_bytes(data)
    console.say(f"Wrote {', '.join(pages)} to {folder}")


def _check(file: str, quiet: bool) -> dict[str, Any]:
    import msgspec  # noqa: PLC0415

    from solewave import board  # noqa: PLC0415

    try:
        loaded = board.load(file)
    except SolewaveError as error:
        if not quiet:
            console.failed(error)
        problems = [msgspec.structs.asdict(one) for one in getattr(error, "problems", [])]
        return {"file": file, "ok": False, "problems": problems}
    problems = [msgspec.structs.asdict(one) for one in loaded.warnings]
    if not quiet:
        for warning in loaded.warnings:
            console.warn(str(warning))
        size = len(loaded.compiled())
        console.say(f"{file}: good: {loaded.title}: {_summary(loaded)}, {size} bytes", hang=2)
    return {"file": file, "ok": True, **_facts(loaded), "problems": problems}


def _facts(one: "Board") -> dict[str, Any]:
    heater = one.heater
    return {
        "name": one.name,
        "title": one.title,
        "chip": one.chip,
        "motors": len(one.motors),
        "zones": list(one.served),
        "buttons": [button.does for button in one.buttons],
        "indicator": one.indicator.kind if one.indicator else None,
        "buzzer": one.buzzer is not None,
        "heater_watts": heater.watts if heater else 0,
        "heater_switches": (2 if heater.enable_pin else 1) if heater else 0,
        "thermistors": len(heater.sensors) if heater else 0,
        "supply_ma": one.supply.current_ma,
        "motor_budget_ma": one.motor_budget_ma,
    }


def _heater(one: "Board") -> str:
    return f"{one.heater.watts:g} W" if one.heater else "none"


def _summary(one: "Board") -> str:
    from solewave.board import sheet  # noqa: PLC0415

    return sheet.summary(one)


def _known_chip(name: str | None) -> str:
    from solewave.board import chip  # noqa: PLC0415
    from solewave.errors import UserError  # noqa: PLC0415
    from solewave.problems import allowed_words  # noqa: PLC0415

    if name is None:
        raise UserError(
            "the chip is not named", f"Say --chip CHIP. {allowed_words('', chip.names())}"
        )
    if name not in chip.names():
        raise UserError(
            f'"{name}" is not a chip Solewave knows', allowed_words(name, chip.names())
        )
    return name


def _answers(given: dict[str, Any]) -> dict[str, Any]:
    """What options leave open, asked where a person can answer, else by default."""
    motors = _ask("How many motors (0 to 10)", given["motors"], 2, click.IntRange(0, 10))
    driver, motor_ma = given["driver"], given["motor_ma"]
    if motors:
        driver = _ask("What drives them", driver, "mosfet", click.Choice(_DRIVERS))
        motor_ma = _ask("Current of one motor in mA", motor_ma, 90, click.IntRange(1, 5000))
    volts = _ask("Supply in volts", given["volts"], 5.0, Number(3, 24))
    answers = {"motors": motors, "volts": volts}
    answers |= {"driver": driver or "mosfet", "motor_ma": motor_ma or 90}
    answers |= {key: given[key] for key in ("intensity_buttons", "light", "buzzer")}
    return answers | _pad_answers(given)


def _pad_answers(given: dict[str, Any]) -> dict[str, Any]:
    implied = True if given["heater"] is None and given["watts"] else given["heater"]
    if not _ask("A heating pad", implied, False, click.BOOL):
        return {"watts": 0.0}
    one_or_two = click.IntRange(1, 2)
    return {
        "watts": _ask("Its power in watts", given["watts"], 10.0, Number(0.5, 60)),
        "switches": _ask("Switches in series with it", given["switches"], 2, one_or_two),
        "thermistors": _ask("Thermistors on it", given["thermistors"], 2, one_or_two),
    }


def _ask(question: str, given: _Answer | None, default: _Answer | None, kind: Any) -> Any:
    """The option, or a person's answer, or the default."""
    if given is not None or not sys.stdin.isatty():
        return default if given is None else given
    if kind is click.BOOL:
        return click.confirm(question, default=bool(default), err=True)
    if isinstance(kind, click.IntRange | click.FloatRange):
        from solewave.number_range import convert  # noqa: PLC0415

        return click.prompt(
            question, default=default, value_proc=lambda text: convert(text, kind), err=True
        )
    return click.prompt(question, default=default, type=kind, err=True)


def _refuse_to_overwrite(file: Path) -> None:
    from solewave.errors import UserError  # noqa: PLC0415

    if file.exists():
        raise UserError(f"{file} exists already", "Choose another name.")


def _checked(file: Path, text: str) -> "Board":
    """The board that the text describes. Raises BadInput for a name that is none."""
    from solewave import board, tomlsource  # noqa: PLC0415

    return board.check(tomlsource.parse(text, str(file)))
