"""Where keys stand, and what a file that cannot be read is answered with."""

from pathlib import Path

import pytest
from solewave import tomlsource
from solewave.problems import BadInput, Problems, dotted, nearest

TEXT = """\
# a comment
format = 1
a."c d".e = 2
steps = ["x", { repeat = 3, play = ["y",
  { repeat = 2, play = [[1, 2],
    # between
    "z"] }] }]

[section.warm-up]
note = \"\"\"two
lines\"\"\"
[[section.warm-up.stroke]]
kind = "a"
[[section.warm-up.stroke]]
level = 1
[section."k\\"e".deep]
x = { y = 1 }
[[section.warm-up.stroke]]
[section.warm-up.stroke.sub]
q = 1
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("format",), 2),
        (("a",), 3),
        (("a", "c d", "e"), 3),
        (("steps", 1, "play", 0), 4),
        (("steps", 1, "play", 1, "repeat"), 5),
        (("steps", 1, "play", 1, "play", 0, 1), 5),
        (("steps", 1, "play", 1, "play", 1), 7),
        (("section", "warm-up"), 9),
        (("section", "warm-up", "note"), 10),
        (("section", "warm-up", "stroke", 0), 12),
        (("section", "warm-up", "stroke", 0, "kind"), 13),
        (("section", "warm-up", "stroke", 1, "level"), 15),
        (("section", 'k"e', "deep", "x", "y"), 17),
        (("section", "warm-up", "stroke", 2, "sub", "q"), 20),
        (("section", "warm-up", "stroke", 1, "missing", 3), 14),
        (("nowhere",), 1),
        ((), 1),
    ],
)
def test_line_of_a_key(path: tuple[str | int, ...], line: int) -> None:
    assert tomlsource.parse(TEXT, "f.toml").line(path) == line


def test_every_path_of_the_data_has_a_line() -> None:
    source = tomlsource.parse(TEXT, "f.toml")

    def paths(value: object, at: tuple[str | int, ...]) -> list[tuple[str | int, ...]]:
        entries = value.items() if isinstance(value, dict) else ()
        entries = enumerate(value) if isinstance(value, list) else entries
        return [at] + [path for key, entry in entries for path in paths(entry, (*at, key))]

    found = [path for path in paths(source.data, ()) if path]
    assert len(found) > 25
    assert [path for path in found if path not in source.lines] == []


def test_windows_line_ends_and_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "w.toml"
    file.write_bytes(b"\xef\xbb\xbfa = 1\r\nb = 2\r\n")
    source = tomlsource.read(file)
    assert source.data == {"a": 1, "b": 2}
    assert source.line(("b",)) == 2


QUOTES = "Texts and times stand in double quotes, tables in [brackets], comments after #."


@pytest.mark.parametrize(
    ("raw", "line", "what", "remedy"),
    [
        (b"a = 1\nb = 2mn\n", 2, "not TOML at column 6: ", QUOTES),
        ("a = 1\nb = “5s”\n".encode(), 2, "not TOML at column 5: ", "A word processor put curly"),
        ("a = '“5s”'\nb = 2mn\n".encode(), 2, "not TOML at column 6: ", QUOTES),
        (b"a = 1\nb = [\n", 2, "not TOML: ", QUOTES),
        (b"a = 1\nb = '\xff'\n", 2, "not UTF-8 text", "Save the file as UTF-8."),
        (b"#" * (tomlsource.SIZE_MAX + 1), 0, "larger than 1 MiB", "This is hardly"),
        (b"a = " + b"[" * 9000, 0, "nested too deep", "Write it with fewer brackets."),
        (b"a = " + b"9" * 9000, 1, "not TOML: ", QUOTES),
    ],
)
def test_unreadable(tmp_path: Path, raw: bytes, line: int, what: str, remedy: str) -> None:
    file = tmp_path / "bad.toml"
    file.write_bytes(raw)
    with pytest.raises(BadInput) as caught:
        tomlsource.read(file)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == (str(file), line)
    assert problem.what.startswith(what)
    assert problem.remedy.startswith(remedy)


def test_missing_and_directory(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"no such file. Check the name and the directory"):
        tomlsource.read(tmp_path / "none.toml")
    with pytest.raises(BadInput, match=r"is a directory. Name a .toml file in it"):
        tomlsource.read(tmp_path)
    with pytest.raises(BadInput, match="cannot be read"):
        tomlsource.read("a\0b")


def test_problems_come_sorted_and_once() -> None:
    source = tomlsource.parse("a = 1\nb = 2\n", "f.toml")
    problems = Problems("f.toml", source.line)
    problems.raise_if_errors()
    problems.warning(("b",), "odd")
    problems.raise_if_errors()
    problems.error(("b",), "worse", "Mend it.")
    problems.error(("a",), "bad")
    problems.error(("a",), "bad")
    with pytest.raises(BadInput) as caught:
        problems.raise_if_errors()
    assert str(caught.value) == (
        "f.toml:1: a: bad\nf.toml:2: warning: b: odd\nf.toml:2: b: worse. Mend it."
    )
    assert caught.value.exit_code == 1


def test_words() -> None:
    assert dotted(("a", "b c", 0, "d")) == 'a."b c"[0].d'
    assert nearest("Solar Plexus", ("toes", "solar_plexus")) == "solar_plexus"
    assert nearest("xyz", ("toes",)) is None
    assert nearest(3, ("toes",)) is None
