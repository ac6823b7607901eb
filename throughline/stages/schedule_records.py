"""What the schedule stage is told: a plain record, so that planning loads no stage."""

from __future__ import annotations

from throughline.film.company import Company
from throughline.film.record import Record


class ScheduleParams(Record):
    """A film to be scheduled: what its schedule.toml says, its title, the language of its papers ("en", "ko")."""

    company: Company
    title: str
    language: str
