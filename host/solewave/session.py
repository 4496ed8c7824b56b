"""A session from its start to its summary, with a person watching."""

import contextlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from solewave import console
from solewave.attach import Attachment
from solewave.client import Client
from solewave.connect import state_dir
from solewave.controls import Controls
from solewave.errors import DeviceError
from solewave.faults import explained, how_to_clear
from solewave.live import celsius, clock
from solewave.refusals import fault_remedy
from solewave.sharing import Host
from solewave.views import view

HINT = "Ctrl-C stop"

ENDINGS = {
    "done": "to its end",
    "stopped": "stopped",
    "button": "stopped by the button",
    "host-lost": "stopped because the computer fell silent",
    "limit": "stopped at its time limit, or since it is bedtime",
    "fault": "ended by a fault",
}


@dataclass(frozen=True)
class Summary:
    """What came of a session; times in ms of the board's clock, temperature in 1/100 C.

    `late` counts ticks of this session that began late, `bad` frames that arrived
    broken, on both sides. `note` is what the pattern's author asks the person to be told.
    """

    name: str
    ended: str
    planned_ms: int
    played_ms: int
    late: int
    hottest_cc: int | None
    bad: int
    fault: str | None
    note: str


class Company(Protocol):
    """What goes along with a session; `turn` is called between two looks at the line."""

    def turn(self) -> None: ...


MakeCompany = Callable[[Attachment], Company]


def attach(
    client: Client,
    title: str,
    note: str,
    start: Callable[[], Any],
    quiet: bool = False,
    company: MakeCompany | None = None,
) -> Summary:
    """Runs `start` (a request that begins or resumes a session) and stays until its end.

    Ctrl-C stops the session softly; a second one leaves it to stop by itself. `company`
    makes, of the attachment, what is to go along with the session.
    """
    before = client.ask("status")
    with view(title, HINT, client.line.time_scale, quiet) as shown:
        attachment = Attachment(client, shown, on_interrupt=lambda: _stop(client))
        if company is not None:
            attachment.in_turn.append(company(attachment).turn)
        follow(attachment, start)
    return _summary(client, attachment, before, note)


def follow(attachment: Attachment, start: Callable[[], Any]) -> None:
    """Runs `start` and stays with the session; keys and other commands act on it meanwhile.

    Raises DeviceError with what to do about it when a fault or a self-test forbids the start.
    """
    attachment.begin()
    try:
        start()
    except DeviceError as error:
        raise explained(attachment.client, error) from None
    with contextlib.closing(Host(attachment.client, state_dir())) as host:
        attachment.in_turn += [host.serve, Controls(attachment).turn]
        attachment.run()
        host.linger()
    attachment.leave()


def _stop(client: Client) -> bool:
    client.ask("stop")
    return True


def _summary(client: Client, seen: Attachment, before: dict[str, Any], note: str) -> Summary:
    after = client.ask("status")
    return Summary(
        name=str(seen.last.get("name") or ""),
        ended=str(after.get("ended") or seen.end.get("ended") or "done"),
        planned_ms=after["duration_ms"],
        played_ms=after["elapsed_ms"],
        late=after["late"] - before["late"],
        hottest_cc=seen.hottest_cc,
        bad=after["bad"] - before["bad"] + client.wire.bad,
        fault=after["fault"],
        note=note,
    )


def how_it_ended(state: dict[str, Any]) -> str:
    """In words, of the status or the event that tells that no session goes on."""
    ended = str(state.get("ended") or "done")
    return ENDINGS.get(ended, ended)


def report(summary: Summary, as_json: bool) -> None:
    """Prints the summary. Raises DeviceError if the session left a fault behind."""
    if as_json:
        console.data(asdict(summary))
    else:
        for label, text in _lines(summary):
            console.say(f"{label:<16} {text}", hang=17)
    raise_fault(summary.fault)


def raise_fault(code: str | None) -> None:
    """Raises DeviceError with what to do about the fault that a session left, if there is one."""
    if code:
        remedy = f"{fault_remedy(code)} {how_to_clear(code)}".rstrip()
        raise DeviceError(f"fault: {code}", remedy)


def _lines(summary: Summary) -> list[tuple[str, str]]:
    hottest = summary.hottest_cc
    lines = [
        ("session", f"{summary.name or '-'}, {ENDINGS.get(summary.ended, summary.ended)}"),
        ("planned", f"{clock(summary.planned_ms)} min"),
        ("played", f"{clock(summary.played_ms)} min"),
        ("ticks late", f"{summary.late}"),
        ("highest pad", "no reading" if hottest is None else celsius(hottest)),
        ("frames bad", f"{summary.bad}"),
    ]
    if summary.note:
        lines.append(("note", summary.note))
    return lines
