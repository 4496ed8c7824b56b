"""The command `solewave`: finds the verb, and turns what goes wrong into one exit code."""

import errno
import importlib
import sys
from typing import Any

import click

from solewave import console
from solewave.errors import BUG, DONE, USER, SolewaveError, UserError
from solewave.verbs import VERBS, lines

FULL = (errno.ENOSPC, errno.EDQUOT)
"""What writing to a full disk, or past a quota, fails with."""

OPTION_MEANT = {"help": "--help", "version": "--version"}
"""What other programs have as a verb."""

INTERRUPTED = 130
"""What shells report for a program that Ctrl-C ended."""

WHAT = "Write massage patterns, bring them to a foot massager and play them."
MORE = "--port PORT names a massager. More: solewave --help, solewave VERB --help."


class Settings:
    """What holds for every verb. `port`: what --port says, None to look for the only board."""

    def __init__(self, port: str | None) -> None:
        self.port = port


class LazyVerbs(click.Group):
    """Imports a verb's module, and what draws its help, when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """All verbs, in the order in which a person needs them."""
        return list(VERBS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002
        cmd_name: str,
    ) -> click.Command | None:
        """The verb's command, or None if there is no such verb."""
        if cmd_name not in VERBS:
            return None
        _style_help()
        from solewave.examples import epilog  # noqa: PLC0415

        command: click.Command = importlib.import_module(f"solewave.commands.{cmd_name}").command
        command.name = cmd_name
        command.epilog = epilog(cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the verb. When whoever reads its output has enough, all is well:
        `solewave status | head -1`. Click itself would call that exit code 1."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            console.reader_gone()
            raise click.exceptions.Exit(DONE) from None

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The verbs, none of them imported, then the options."""
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))
        click.Command.format_options(self, ctx, formatter)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Names the nearest verb when there is no such verb."""
        if args and args[0] not in VERBS and not args[0].startswith("-"):
            from solewave.problems import nearest  # noqa: PLC0415

            close = nearest(args[0], VERBS) or OPTION_MEANT.get(args[0])
            hint = f"Did you mean {close}?" if close else "`solewave` alone lists them."
            raise UserError(f'there is no command "{args[0]}"', hint)
        return super().resolve_command(ctx, args)


def _style_help() -> None:
    """How the help of every verb looks."""
    from rich_click import rich_click as style  # noqa: PLC0415

    style.THEME = "default-slim"
    style.COMMANDS_BEFORE_OPTIONS = True
    style.MAX_WIDTH = 100


@click.group(
    cls=LazyVerbs,
    help=WHAT,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--port",
    metavar="PORT",
    envvar="SOLEWAVE_PORT",
    help="Serial port, pyserial URL, virtual or virtual:SPEED.",
)
@click.version_option(package_name="solewave", message="solewave %(version)s")
@click.pass_context
def cli(ctx: click.Context, port: str | None) -> None:
    ctx.obj = Settings(port)
    if ctx.invoked_subcommand is None:
        _overview()


def _overview() -> None:
    """All verbs on one screen."""
    console.say(f"{WHAT}\n", hang=0)
    for verbs, what in lines():
        console.say(f"  {verbs}  {what}", hang=len(verbs) + 4)
    console.say(f"\n{MORE}", hang=0)


def run(argv: list[str] | None = None) -> int:
    """Runs one command line and returns its exit code; prints what went wrong."""
    console.forgive_encoding()
    try:
        result = cli.main(argv, prog_name="solewave", standalone_mode=False)
    except SolewaveError as error:
        console.failed(error)
        return error.exit_code
    except click.ClickException as error:
        console.failed(_usage(error))
        return USER
    except (KeyboardInterrupt, click.Abort):
        console.warn("solewave: interrupted")
        return INTERRUPTED
    except Exception as error:
        return _unforeseen(error)
    return result if isinstance(result, int) else DONE


def _unforeseen(error: Exception) -> int:
    """A full disk is the person's, all else is a bug."""
    if isinstance(error, OSError) and error.errno in FULL:
        sys.stdout = None  # or Python tries once more at the exit
        remedy = "Make room on the disk that the output or the virtual board's files go to."
        console.failed(UserError(str(error.strerror), remedy))
        return USER
    console.bug(f"{type(error).__name__}: {error}", _keep_traceback())
    return BUG


def main() -> None:
    """The console script."""
    sys.exit(run())


def _usage(error: click.ClickException) -> UserError:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "solewave"
    param = error.param if isinstance(error, click.BadParameter) else None
    if param is not None and isinstance(param.type, click.IntRange | click.FloatRange):
        from solewave import number_range  # noqa: PLC0415

        what = number_range.verdict(error.message)
        remedy = f"{number_range.allowed(param.type)} See {path} --help."
        return UserError(f"{param.opts[0]}: {what}", remedy)
    message, _, meant = error.format_message().rstrip(".").partition(" Did you mean ")
    hint = f"Did you mean {meant} " if meant else ""
    return UserError(message.rstrip("."), f"{hint}See {path} --help.")


def _keep_traceback() -> str:
    """Writes the traceback to a file and returns its path, or the traceback if it cannot."""
    import time  # noqa: PLC0415
    import traceback  # noqa: PLC0415

    from solewave.connect import state_dir  # noqa: PLC0415

    text = f"{' '.join(sys.argv)}\n\n{traceback.format_exc()}"
    file = state_dir() / f"bug-{time.strftime('%Y%m%d-%H%M%S')}.txt"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except OSError:
        return f"no file, because {file} cannot be written:\n{text}"
    return str(file)
