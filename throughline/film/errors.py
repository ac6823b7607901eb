"""Errors that a person can act on: where, what is wrong, what to do, in one line."""

from __future__ import annotations


class InputError(ValueError):
    """Something a person gave is wrong. ``str(error)`` is one line: ``FILE:LINE: what; remedy``."""

    def __init__(self, what: str, *, file: str | None = None, line: int | None = None, remedy: str | None = None):
        self.what, self.file, self.line, self.remedy = what, file, line, remedy
        place = "" if file is None else f"{file}: " if line is None else f"{file}:{line}: "
        super().__init__(f"{place}{what}" + (f"; {remedy}" if remedy else ""))

    def __reduce__(self) -> tuple[object, ...]:
        return _restore, (type(self), self.what, self.file, self.line, self.remedy)


def _restore(kind: type[InputError], what: str, file: str | None, line: int | None, remedy: str | None) -> InputError:
    return kind(what, file=file, line=line, remedy=remedy)
