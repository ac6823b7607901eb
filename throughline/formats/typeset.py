"""Pages by typst: a template of ours and data of the film's become a PDF, the same bytes every time."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from throughline.film.errors import InputError

PACKAGES = {"Noto Sans CJK KR": "fonts-noto-cjk", "Noto Serif CJK KR": "fonts-noto-cjk",
            "Courier Prime": "fonts-courier-prime"}


def typeset(template: Path, data: Mapping[str, object], pictures: Mapping[str, Path] | None = None,
            fonts: Path | None = None) -> bytes:
    """The PDF that ``template`` makes of ``data``, which it reads as ``json("data.json")``.

    ``pictures`` are laid beside it under their names; a name may hold "/".
    ``fonts`` is a folder with faces that go before the system's. The same data give the same bytes.

    Raises:
        InputError: a picture is missing, or a font that the template names is not installed.
        ValueError: typst refuses the template; the message is its own.
    """
    with TemporaryDirectory(prefix="throughline-typeset-") as made:
        folder = Path(made)
        for name, picture in (pictures or {}).items():
            if not picture.is_file():
                raise InputError(f"no picture {name}", file=str(picture), remedy="build again")
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(picture, folder / name)
        (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False, sort_keys=True), encoding="utf-8")
        source = folder / template.name
        shutil.copyfile(template, source)
        try:
            pdf, warnings = typst.compile_with_warnings(str(source), root=str(folder), timestamp=0,
                                                         font_paths=[str(fonts)] if fonts else [])
        except typst.TypstError as error:
            raise ValueError(f"{template.stem} could not be typeset: {' '.join(str(error).split())}") from error
    for warning in warnings:
        text = str(getattr(warning, "message", warning))
        if "unknown font" in text:
            lacking = next((name for name in PACKAGES if name.lower() in text.lower()), "Noto Sans CJK KR")
            raise InputError(f"no “{lacking}” font is installed",
                             remedy=f"run: throughline setup (or apt-get install {PACKAGES[lacking]})")
    return bytes(pdf)
