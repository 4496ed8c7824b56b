"""What can go wrong, told apart by whose turn it is to act: the user's or the cable's.

Anything that is not a SolewaveError is a bug of ours; `solewave.cli` is the only
place that catches it.
"""

DONE = 0
USER = 1
DEVICE = 2
BUG = 3
"""Exit codes of the command line (design: 0 done, 1 input, 2 device or cable, 3 our bug)."""


class SolewaveError(Exception):
    """An error with one line that says what is wrong and one that says what to do.

    `message` has no full stop at its end; `remedy` is a sentence, "" where nothing can be advised.
    `code` is the device's own code of refusal (docs/protocol.md), "" where none came.
    """

    exit_code = BUG

    def __init__(self, message: str, remedy: str = "", code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.code = code


class UserError(SolewaveError):
    """What the user gave cannot be used: a file, a name, an option."""

    exit_code = USER


class DeviceError(SolewaveError):
    """The massager, its cable or its port does not do what it should."""

    exit_code = DEVICE
