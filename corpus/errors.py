"""The root of our errors, and the ones every layer shares."""

from __future__ import annotations


class VanKienError(Exception):
    """Root of every error this program raises on purpose.

    Attributes:
        code: short stable English identifier ("encrypted", "missing"), for programs.
        message: Vietnamese sentence that says what happened and what to do, for people.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message

    def __reduce__(self) -> tuple[object, ...]:
        """Whole again after it was sent from another process, whatever a subclass is made from."""
        return _again, (type(self), self.args, vars(self))


def _again(kind: type[VanKienError], args: tuple[object, ...], values: dict[str, object]) -> VanKienError:
    error = kind.__new__(kind, *args)
    vars(error).update(values)
    return error


class SettingsError(VanKienError):
    """The environment names something that cannot be used."""


class StoreError(VanKienError):
    """The catalog or the folder of originals cannot be read or written."""
