"""The command line as a process: what it says, word for word, and its exit codes."""

import os
import subprocess
import sys

import pytest
from solewave.cli import VERBS


@pytest.fixture
def process(tmp_path):
    """Runs the command in an empty directory; (exit code, stdout, stderr)."""
    (tmp_path / "work").mkdir()
    environment = {**os.environ, "COLUMNS": "80", "SOLEWAVE_STATE_DIR": str(tmp_path / "state")}
    environment.pop("SOLEWAVE_PORT", None)

    def run(*words, **more):
        done = subprocess.run(
            [sys.executable, "-m", "solewave", *words],
            cwd=tmp_path / "work",
            env={**environment, **more},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    run.folder = tmp_path / "work"
    return run


def test_alone_it_shows_help_that_fits_a_screen(process):
    code, out, err = process()
    rows = out.splitlines()
    assert (code, err) == (0, "")
    assert len(rows) <= 23
    assert max(len(row.rstrip()) for row in rows) <= 80
    listed = [word for row in rows[2:-2] for word in row.strip().partition("  ")[0].split()]
    assert listed == list(VERBS)


def test_a_login_without_a_runtime_directory_is_no_warning():
    script = "from solewave.virtual import registry; print(registry.folder().name)"
    hidden = ("XDG_RUNTIME_DIR", "SOLEWAVE_STATE_DIR")
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", script],
        env={name: value for name, value in os.environ.items() if name not in hidden},
        capture_output=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == (b"running\n", b"")


def test_where_the_encoding_has_only_ascii_blocks_and_degrees_have_their_nearest(process):
    code, out, _ = process("preview", "circulation", PYTHONIOENCODING="ascii")
    assert code == 0
    assert "?" not in out
    assert "- x3 " in out
    assert "target at most 38.0  C" in out
    assert all(len(line) <= 80 for line in out.splitlines())


def test_a_forgotten_suffix(process):
    (process.folder / "evening.toml").touch()
    said = "solewave: there is no file evening. Did you mean evening.toml?\n"
    assert process("preview", "evening") == (1, "", said)


def test_a_port_that_is_not_there(process):
    assert process("--port", "/dev/no-such", "status") == (
        2,
        "",
        "solewave: there is no port /dev/no-such. Check the cable, or leave --port out "
        "to let solewave look for the massager.\n",
    )


def test_a_bug_of_ours_is_short_and_says_where_the_traceback_is(process, device, tmp_path):
    bug = "import solewave.client\nsolewave.client.patterns = lambda _: 'none' / 2\n"
    (tmp_path / "sitecustomize.py").write_text(bug)
    code, _, err = process("list", "--port", device.port, PYTHONPATH=str(tmp_path))
    assert code == 3
    assert "Traceback" not in err
    assert err.startswith("solewave: this is a bug in solewave: TypeError: ")
    assert "Please report it" in err
    (report,) = (tmp_path / "state").glob("bug-*.txt")
    assert str(report) in err
    assert "Traceback (most recent call last)" in report.read_text()
