"""Keys at any time: none that was typed without looking accepts, and none is lost.

500 schedules: most at a terminal in this process, where each costs a fraction of a
second, and the rest in real shells, where a quick stand-in for pip refuses with pip's
own words. What is proved there is how the terminal is treated.
"""

from __future__ import annotations

import random
import re
import time
from typing import TYPE_CHECKING, Final

import pytest

from pep668hook.keypress import REACTION
from pep668hook.prompt import Question, Refusal, ask
from tests.builders import offer, screen
from tests.desk import Desk
from tests.prove.faults.machinery import (
    PIP,
    nothing_half_made,
    said_no_trace,
    set_quick_pip,
)
from tests.prove.scale import cases

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pep668hook.remedy import Offer
    from tests.person import Person, Shell

QUESTION: Final = Question(
    reason=lambda first: f"First is: {first.title}.",
    offers={"": offer(title="make .venv"), "p": offer(title="use yours", letter="p")},
    commands=lambda _: ["do it"],
)
AT_THE_DESK: Final = 400
A_TEST: Final = 50
IN_A_SHELL: Final = 28
# What people type, paste and press without looking.
LINES: Final = (
    *(b"\r", b"\n", b"\r\r\r", b"y\r", b"yes\r", b"p", b"p\r", b"ls\r", b"pwd\n"),
    *(b"cd src && make\r", b"pip list\rpip check\r", b"git status\rq", b"1\r", b"2"),
    *(b"\x1b[A", b"\x1b[A\r", b"\x1bOP", b"\x1b[200~ls\n\x1b[201~", b"\x1b[15~\r"),
    *("é\r".encode(), "日本\r".encode(), b"vim x\r:wq\r", b"p p p\r", b"\t\t\r"),
    *(b"for x in 1 2; do\recho $x\rdone\r", b"a" * 200 + b"\r", b" \r", b"q\r"),
)
_SLACK: Final = 0.05  # seconds: what is measured here happens there a little later


class Hands:
    """What types one schedule, and notes what it has typed, and when."""

    def __init__(self, desk: Desk, chance: random.Random, kind: str) -> None:
        self._desk = desk
        self._chance = chance
        self._kind = kind
        self.typed = b""
        self.late = False
        """Whether this machine was so slow that the schedule became another one."""

    def play(self) -> None:
        getattr(self, f"_{self._kind}")()

    def _type(self, data: bytes) -> None:
        self._desk.type(data)
        self.typed += data

    def _lines(self) -> list[bytes]:
        return self._chance.choices(LINES, k=self._chance.randrange(1, 5))

    def _ahead(self) -> None:
        for line in self._lines():
            self._type(line)

    def _ahead_and_later(self) -> None:
        self._ahead()
        time.sleep(self._chance.uniform(0, 0.3))
        self._ahead()

    def _at_once(self) -> None:
        """Before anybody can have read what has just come."""
        self._desk.wait_for(b"leave it as it is")
        seen = time.monotonic()
        time.sleep(self._chance.uniform(0, REACTION / 3))
        self._type(self._chance.choice(LINES))
        self.late = time.monotonic() - seen > REACTION - _SLACK

    def _paste(self) -> None:
        """Several bytes in one go, at any time after it."""
        self._desk.wait_for(b"leave it as it is")
        time.sleep(self._chance.uniform(0, 0.6))
        lines = b"".join(self._lines())
        self._type(lines if len(lines) > 1 else b"ls\r")


def play(kind: str, seed: int) -> tuple[Offer | Refusal, Hands, bytes]:
    desk = Desk()
    hands = Hands(desk, random.Random(seed), kind)  # noqa: S311 # repeatable
    before = desk.modes()
    try:
        if kind.startswith("ahead"):
            # It is there before the helper looks.
            hands.play()
            with desk.as_stderr():
                answered = ask(QUESTION, screen(), descriptor=desk.descriptor)
        else:
            desk.meanwhile(hands.play)
            with desk.as_stderr():
                answered = ask(QUESTION, screen(), descriptor=desk.descriptor)
            desk.let_hands_finish()
        assert desk.modes() == before
        left = b""
        while piece := desk.unread():  # a line at a time, of what came as lines
            left += piece
        return answered, hands, left
    finally:
        desk.leave()


def as_read(typed: bytes) -> bytes:
    """Give the bytes as a terminal passes them on: Enter is a line feed."""
    return typed.replace(b"\r", b"\n")


@pytest.mark.parametrize("part", range(AT_THE_DESK // A_TEST))
def test_what_is_typed_without_looking_accepts_nothing_and_is_left(
    part: int, record_property: Callable[[str, object], None]
) -> None:
    played = 0
    seed = part * 1000
    while played < cases(A_TEST):
        seed += 1
        kind = ("ahead", "ahead_and_later", "at_once", "paste")[seed % 4]
        answered, hands, left = play(kind, seed)
        if hands.late:
            continue
        played += 1
        assert answered is Refusal.TYPED_AHEAD or (
            kind == "at_once" and answered is Refusal.NO
        ), (kind, seed, hands.typed)
        assert as_read(left) == as_read(hands.typed), (kind, seed)
    record_property("cases", played)


# -- in real shells


def schedule(person: Person, number: int) -> list[tuple[float, str]]:
    """Commands that tell of themselves, cut into pieces, each at its time.

    The first comes before pip can have ended. They are typed on without a look, so that
    the pieces that follow find no panel.
    """
    chance = random.Random(number)  # noqa: S311 # a repeatable choice, no secret
    sums = (person.driver.sum(number, each) for each in range(1, 4))
    lines = [f"echo typed-{each}\r" for each in sums][: chance.randrange(1, 4)]
    text = "".join(lines)
    empty = "\r" * chance.randrange(3)
    text = empty + text if chance.random() < 0.4 else text
    cuts = sorted(chance.choices(range(1, len(text)), k=chance.randrange(4)))
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    return [
        (chance.uniform(0, 0.12) if at else 0.0, each) for at, each in enumerate(pieces)
    ]


def expected(number: int, pieces: list[tuple[float, str]]) -> list[str]:
    lines = "".join(piece for _, piece in pieces).count("echo")
    return [f"typed-{number + each}" for each in range(1, lines + 1)]


def in_order(shell: Shell, words: list[str]) -> bool:
    found = re.findall(r"^(?:.*\$ )?(typed-\d+)$", shell.text, re.MULTILINE)
    return found == words


@pytest.mark.parametrize("part", range(2))
def test_real_shells_run_what_was_typed_and_accept_nothing(
    person: Person,
    tmp_path: Path,
    part: int,
    record_property: Callable[[str, object], None],
) -> None:
    set_quick_pip(person, tmp_path)
    person.environ["TEST_PAUSE"] = "0.25"
    shell = person.start(size=(200, 50))
    number = cases(IN_A_SHELL) // 2 or 1
    for each in range(number):
        seed = 10_000 * (part + 1) + 100 * each
        pieces = schedule(person, seed)
        words = expected(seed, pieces)
        shell.enter(PIP)
        for delay, piece in pieces:
            time.sleep(delay)
            shell.type(piece)
        shell.wait_until(
            lambda words=words: in_order(shell, words),  # type: ignore[misc]
            f"{words} of {pieces}",
        )
        settle(shell)
        assert not person.venv.exists()
        assert not shell.asked, pieces
    said_no_trace(shell)
    nothing_half_made(person)
    record_property("cases", number)


def settle(shell: Shell) -> None:
    """Let the empty lines come to their prompts."""
    size = -1
    while size != len(shell.output):
        size = len(shell.output)
        shell.read(0.25)


@pytest.mark.parametrize("part", range(2))
def test_a_paste_of_lines_with_pip_among_them_runs_them_all(
    person: Person,
    tmp_path: Path,
    part: int,
    record_property: Callable[[str, object], None],
) -> None:
    set_quick_pip(person, tmp_path)
    chance = random.Random(part)  # noqa: S311 # a repeatable choice, no secret
    shell = person.start(size=(200, 50))
    number = cases(12)
    for each in range(number):
        seed = 10_000 * (part + 1) + 100 * each
        before = chance.randrange(2)
        after = chance.randrange(1, 4)
        lines = [f"echo typed-{person.driver.sum(seed, n)}" for n in range(before)]
        lines.append(PIP)
        lines += [
            f"echo typed-{person.driver.sum(seed, before + n)}" for n in range(after)
        ]
        words = [f"typed-{seed + n}" for n in range(before + after)]
        shell.mark()
        shell.type("".join(f"{line}\r" for line in lines))
        shell.wait_until(
            lambda words=words: in_order(shell, words),  # type: ignore[misc]
            f"{words} of {lines}",
        )
        settle(shell)
        assert not person.venv.exists()
        assert not shell.asked
    said_no_trace(shell)
    record_property("cases", number)
