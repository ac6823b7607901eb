from pathlib import Path

from throughline.film.screenplay import Screenplay


def read(path: Path) -> Screenplay:
    raise NotImplementedError
