"""Which section plays when, with repeats folded: what is named once and what is bracketed."""

from dataclasses import dataclass, field

from sole.core.pattern import STEP_PLAY, STEP_REPEAT

from solewave.pattern.model import Score


@dataclass(frozen=True)
class Span:
    """A section where it plays; of a repeat only the first time. `index`: its record."""

    index: int
    name: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True)
class Bracket:
    """A repeat: `times` passes of `pass_ms` each. `depth` is 0 for the outermost."""

    times: int
    start_ms: int
    pass_ms: int
    depth: int

    @property
    def end_ms(self) -> int:
        """Where the last pass ends."""
        return self.start_ms + self.times * self.pass_ms


@dataclass(frozen=True)
class Timeline:
    """The sections of a pattern in the order they play, and its repeats, outermost first."""

    duration_ms: int
    spans: list[Span]
    brackets: list[Bracket]

    def first_pass(self, bracket: Bracket) -> list[Span]:
        """The sections of a repeat, where they are named."""
        end_ms = bracket.start_ms + bracket.pass_ms
        return [span for span in self.spans if bracket.start_ms <= span.start_ms < end_ms]

    def named_at(self, at_ms: float) -> str:
        """Name of the section that plays at a time, repeats and all."""
        for bracket in self.brackets:
            if bracket.start_ms <= at_ms < bracket.end_ms:
                at_ms = bracket.start_ms + (at_ms - bracket.start_ms) % bracket.pass_ms
        for span in self.spans:
            if at_ms < span.end_ms:
                return span.name
        return self.spans[-1].name if self.spans else ""


@dataclass
class _Repeat:
    times: int
    steps: list["int | _Repeat"] = field(default_factory=list)


def timeline(score: Score) -> Timeline:
    """The timeline of a compiled pattern's score."""
    found = Timeline(score.duration_ms, [], [])
    _walk(_tree(score), 0, 0, score, found)
    return found


def _tree(score: Score) -> _Repeat:
    open_repeats = [_Repeat(1)]
    for code, argument in score.steps:
        if code == STEP_PLAY:
            open_repeats[-1].steps.append(argument)
        elif code == STEP_REPEAT:
            inner = _Repeat(argument)
            open_repeats[-1].steps.append(inner)
            open_repeats.append(inner)
        else:
            open_repeats.pop()
    return open_repeats[0]


def _walk(repeat: _Repeat, at_ms: int, depth: int, score: Score, found: Timeline) -> int:
    """Adds one pass of `repeat` from `at_ms` on; when it has ended."""
    for step in repeat.steps:
        if isinstance(step, int):
            section = score.sections[step]
            end_ms = at_ms + section.duration_ms
            found.spans.append(Span(step, section.name, at_ms, end_ms))
            at_ms = end_ms
        else:
            place = len(found.brackets)
            pass_ms = _walk(step, at_ms, depth + 1, score, found) - at_ms
            bracket = Bracket(step.times, at_ms, pass_ms, depth)
            found.brackets.insert(place, bracket)
            at_ms = bracket.end_ms
    return at_ms
