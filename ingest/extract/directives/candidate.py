"""A line that may be a directive, with everything around it that tells."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.extract.directives import organ
from ingest.extract.directives.lead import Charge
from ingest.extract.directives.owner import Assignment
from ingest.extract.directives.place import Place
from ingest.extract.directives.values import Values


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line and what is known of it.

    Attributes:
        zone: what part it stands in ("task", "target", "past", ...); mode: how the document is read ("plan", "norm", ...).
        charge: who is charged by what stands above; ordered: a lead-in above says that what follows is to be done.
        listed: a lead-in above says that what follows are things or people («bao gồm:»).
        study: the document is the brief of a study, whose items may be nouns («Các giải pháp về giao thông ...»).
        closing: it stands in the last articles, which say who carries the document out.
        resolution: the document is a resolution, whose verbs charge whoever is their subject.
    """

    place: Place
    words: str
    said: Assignment
    zone: str
    mode: str
    charge: Charge | None
    ordered: bool
    closing: bool
    values: Values
    listed: bool = False
    study: bool = False
    resolution: bool = False

    @property
    def counted(self) -> bool:
        """It names a number to reach."""
        return bool(self.values.targets)

    @property
    def due(self) -> bool:
        """It names a time."""
        return bool(self.values.deadlines)

    @property
    def public(self) -> bool:
        """Someone other than a business or a citizen is charged: by the line itself or, where it names nobody, by what stands above."""
        names = self.said.owners or (self.charge.owners if self.charge is not None else ())
        return any(not organ.is_private(name) for name in names)

    @property
    def under(self) -> bool:
        """It is an item of the list of whoever is charged, or the text right under that heading («Trách nhiệm của Bộ Y tế»)."""
        if self.charge is None:
            return False
        above = self.place.path[-1] if self.place.path else None
        return self.place.marked or (above is not None and above.span.start <= self.charge.start <= above.span.end)
