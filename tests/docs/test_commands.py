"""Whatever the pages tell people to type is what the commands take."""

import re
import shlex

import pytest
import rich_click as click
from pages import PAGES
from rigs.guests import REPOSITORY
from solewave.cli import VERBS, Settings, cli
from solewave.examples import EXAMPLES

TYPED = re.compile(
    r"^(?: {4}|\$ )(solewave(?: .*)?)$|`(?:[A-Z_]+=\S+ )?(solewave [^`]+)`", re.MULTILINE
)
"""In blocks, with what it does behind two spaces or more; and within sentences."""


def typed() -> list[tuple[str, str]]:
    """(page, line) of every command, also of those in the help."""
    found = set()
    for page in PAGES:
        for block, inline in TYPED.findall(page.read_text("utf-8")):
            line = re.sub(r"\s+", " ", inline) or re.split(r" {2,}", block)[0]
            found.add((str(page.relative_to(REPOSITORY)), line))
    found |= {(f"{verb} --help", line) for verb, lines in EXAMPLES.items() for line in lines}
    return sorted((where, re.split(r" \\?[|>] ", line)[0].strip()) for where, line in found)


def test_every_verb_has_examples_of_itself() -> None:
    assert list(EXAMPLES) == list(VERBS)
    for verb, lines in EXAMPLES.items():
        assert lines
        assert all(line.split()[:2] == ["solewave", verb] for line in lines)


@pytest.mark.parametrize(("page", "line"), typed())
def test_a_command_takes_what_the_page_gives_it(page: str, line: str) -> None:
    words = shlex.split(line)[1:]
    if words[:1] == ["--port"]:
        words = words[2:]
    if not words or words[0] in ("--help", "VERB"):
        return
    assert words[0] in VERBS
    command: click.Command | None = cli
    parent = click.Context(cli, obj=Settings(None))
    while words and isinstance(command, click.Group):
        name, *words = words
        command = command.get_command(parent, name)
        assert command is not None, f"{name} is no command"
        parent = click.Context(command, parent=parent, info_name=name)
    assert command is not None
    if words[:1] == ["--help"]:
        return
    try:
        command.parse_args(parent, list(words))
    except (click.MissingParameter, click.BadOptionUsage):
        return  # a command that is named, not typed in full


def test_every_verb_is_on_some_page() -> None:
    named = {line.split()[1] for _, line in typed() if " " in line}
    assert set(VERBS) - named == set()


def test_everyday_options_are_all_explained() -> None:
    page = (REPOSITORY / "docs" / "using.md").read_text("utf-8")
    for verb in ("set", "bedtime", "log"):
        command = cli.get_command(click.Context(cli), verb)
        assert command is not None
        for parameter in command.params:
            if isinstance(parameter, click.Option) and parameter.name != "as_json":
                for option in (*parameter.opts, *parameter.secondary_opts):
                    assert option == "--port" or option in page, f"{verb} {option}"
