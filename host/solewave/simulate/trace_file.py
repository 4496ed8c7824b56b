"""A trace as a file: CSV, or Parquet where pyarrow is installed."""

import csv
import io
from importlib.util import find_spec
from pathlib import Path

from solewave import out_file
from solewave.errors import UserError
from solewave.simulate.trace import Column, kind

KINDS = ("csv", "parquet")


def check(path: Path) -> None:
    """Raises UserError if no trace can go there, before anything is simulated for nothing."""
    suffix = path.suffix.lower().removeprefix(".")
    if suffix not in KINDS:
        what = f'"{path.suffix}" is no kind of trace' if suffix else "the name has no suffix"
        raise UserError(f"{path}: {what}", "Allowed: .csv .parquet.")
    out_file.check_writable(path)
    if suffix == "parquet" and find_spec("pyarrow") is None:
        remedy = "pip install pyarrow, or write a .csv file."
        raise UserError(f"{path}: Parquet needs pyarrow, which is not installed", remedy)


def write(path: Path, columns: dict[str, Column]) -> None:
    """Writes the trace by the suffix of `path`. Raises UserError if it cannot be written."""
    made = _parquet(columns) if path.suffix.lower() == ".parquet" else _csv(columns)
    out_file.write(path, made)


def _csv(columns: dict[str, Column]) -> bytes:
    """RFC 4180, but with a plain newline; a value that is not there is an empty field."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return text.getvalue().encode()


def _parquet(columns: dict[str, Column]) -> bytes:
    import pyarrow  # noqa: PLC0415  (large, and only here)
    from pyarrow import parquet  # noqa: PLC0415

    types = {int: pyarrow.int32(), float: pyarrow.float64(), str: pyarrow.string()}
    schema = pyarrow.schema([(name, types[kind(name)]) for name in columns])
    made = io.BytesIO()
    parquet.write_table(pyarrow.table(columns, schema=schema), made)
    return made.getvalue()
