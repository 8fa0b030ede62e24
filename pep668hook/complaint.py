"""What could not be held to of the settings, in words, and where it can be mended."""

from __future__ import annotations

from typing import Self

from pep668hook.words import _


class Complaint(str):
    """A line for a person, which knows the file and the line, or the variable."""

    __slots__ = ("file", "line", "variable")

    file: str
    line: int
    variable: str

    def __new__(
        cls, words: str, *, file: str = "", line: int = 1, variable: str = ""
    ) -> Self:
        """Add to the words what they tell of."""
        complaint = super().__new__(cls, words)
        complaint.file, complaint.line, complaint.variable = file, line, variable
        return complaint

    @classmethod
    def of_file(cls, file: str, line: int, why: str) -> Self:
        """Say what is wrong on a line of a file."""
        words = _("{file}, line {line}: {problem}")
        told = words.format(file=file, line=line, problem=why)
        return cls(told, file=file, line=line)

    @classmethod
    def of_variable(cls, name: str, why: str) -> Self:
        """Say what is wrong with a variable."""
        words = _("{variable}: {problem}").format(variable=name, problem=why)
        return cls(words, variable=name)
