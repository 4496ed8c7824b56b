"""Faults of a massager: what is latched, what happened before, and why a start was refused."""

from dataclasses import dataclass

from solewave.client import STORE_S, Client, pages
from solewave.errors import DeviceError, SolewaveError
from solewave.refusals import fault_remedy, lasts_remedy, self_test_remedy

NO_WAY = ("self-test", "no-board")
"""What `clear` cannot take back."""


@dataclass(frozen=True)
class Entry:
    """One fault of the ring. `uptime_s`: since the start in which it happened.

    `temp_cc` is the pad's temperature in 1/100 C, None without a valid reading; `pattern`
    what was playing, None if nothing was.
    """

    code: str
    uptime_s: int
    temp_cc: int | None
    pattern: str | None

    @property
    def remedy(self) -> str:
        """What a person does about it."""
        return fault_remedy(self.code)


@dataclass(frozen=True)
class Faults:
    """`latched` are codes, `self_test` is the sentence of the test that failed or None,
    `entries` are the last faults, newest first."""

    latched: list[str]
    self_test: str | None
    entries: list[Entry]

    def named(self, code: str) -> str:
        """The fault as a person should read it, the failed self-test with its own sentence."""
        return f"{code}: {self.self_test}" if code == "self-test" and self.self_test else code

    def remedy(self, code: str) -> str:
        """What a person does about a latched fault."""
        if code == "self-test" and self.self_test:
            return self_test_remedy(self.self_test)
        return fault_remedy(code)


def fetch(client: Client) -> Faults:
    """Asks for all that the device keeps."""
    entries: list[Entry] = []
    for answer in pages(client, "faults"):
        entries += [Entry(*entry) for entry in answer["entries"]]
    return Faults(answer["latched"], answer["self_test"], entries)


def clear(client: Client, code: str) -> None:
    """Takes the latched fault `code` back. Raises DeviceError while its condition lasts,
    UserError if it is not latched."""
    try:
        client.ask("clear", timeout_s=STORE_S, code=code)
    except SolewaveError as error:
        if error.code != "fault-lasts":
            raise
        message = f"{code} cannot be cleared yet (fault-lasts)"
        raise DeviceError(message, lasts_remedy(code), error.code) from None


def how_to_clear(code: str) -> str:
    """A sentence that tells how a person takes the fault back; "" where nobody can."""
    return "" if code in NO_WAY else f"Then: `solewave faults clear {code}`."


def explained(client: Client, error: DeviceError) -> DeviceError:
    """`error`, a refused start, with what to do about the fault or self-test that forbids it."""
    if error.code == "self-test":
        sentence = error.message.removeprefix("the massager refused: ")
        return DeviceError(
            error.message, self_test_remedy(sentence.rpartition(" (")[0]), "self-test"
        )
    if error.code != "fault":
        return error
    found = fetch(client)
    if not found.latched:
        return error
    code = found.latched[0]
    message = f"the massager refused: {found.named(code)} is latched (fault)"
    remedy = f"{found.remedy(code)} {how_to_clear(code)}".rstrip()
    return DeviceError(message, remedy, "fault")
