"""What the disclosure says of each product: which tool made it, and whether that is an algorithm, a network trained
here, a language model, a generative engine or a person."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from hashlib import blake2b
from importlib.resources import files

from throughline import __version__
from throughline.build.ledger import Ledger, Work
from throughline.film.disclosure import DisclosureRow, Nature, SourceType
from throughline.review.decisions import Decisions
from throughline.stages.film_folder import FilmFolder
from throughline.stages.override_names import EFFECTS, MOTION
from throughline.stages.pipeline import SHOT_STAGES

ALGORITHMS = frozenset({"", "blender", "espeak-ng", "fake", "system"})
"""Engines without a trained model: they render, speak by rule or stand in. Any other is disclosed as generative."""
LANGUAGE_MODELS = frozenset({"llm_reading"})
"""Stages whose engine is a language model; it finds elements and changes no word."""
SOURCES = {Nature.ALGORITHM: SourceType.ALGORITHMIC, Nature.TRAINED_HERE: SourceType.TRAINED,
           Nature.LANGUAGE_MODEL: SourceType.TRAINED, Nature.GENERATIVE: SourceType.TRAINED,
           Nature.PERSON: SourceType.HUMAN_EDITS}
NETWORKS = {"layout": ("motion networks", ("motion/learned/performer.npz", "motion/learned/between.npz")),
            "breakdown": ("element tagger", ("reading/data/tagger.npz",))}
"""By stage, the networks trained here that have a part in it: what they are called, and their weights."""
ARTIST = "artist"


def disclosed(film: FilmFolder, ledger: Ledger, shots: Collection[str]) -> tuple[DisclosureRow, ...]:
    """A row for every tool with a part in a product of a shot, or in the reading of the script, and who approved the
    product as it now is."""
    keys, decisions, rows = ledger.last_keys(), Decisions(film.decisions), []
    overrides = set(film.overrides())
    named = {task: task.partition("/") for task in keys}
    stages = {stage for stage, _, _ in named.values()}
    for stage in (*(stage for stage in ("breakdown", *sorted(LANGUAGE_MODELS)) if stage in stages), *SHOT_STAGES,
                  *sorted(stages - {"breakdown", *LANGUAGE_MODELS, *SHOT_STAGES})):
        whole = stage == "breakdown" or stage in LANGUAGE_MODELS
        tasks = sorted(task for task, (own, _, _) in named.items() if own == stage) if whole else \
            [f"{stage}/{shot}" for shot in shots]
        for task in tasks:
            work = ledger.of(keys[task]) if task in keys else None
            if work is not None:
                shot = named[task][2] if not whole else "film"
                approved = [said.person for said in decisions.of(shot)
                            if said.kind == "approve" and said.stage == stage]
                rows += [DisclosureRow(shot=shot, stage=stage, tool=tool, version=version, seed=work.seed,
                                       source_type=SOURCES[nature], nature=nature,
                                       approver=approved[-1] if approved else None)
                         for tool, version, nature in _tools(work, stage, {own for at, own in overrides if at == shot})]
    return tuple(rows)


def _tools(work: Work, stage: str, overridden: Collection[str]) -> Iterator[tuple[str, str, Nature]]:
    """The tools with a part in a product: name, version, nature."""
    if stage in overridden:
        yield ARTIST, "", Nature.PERSON
        return
    name, _, version = work.engine.partition(" ")
    if stage in LANGUAGE_MODELS:
        yield name, version, Nature.LANGUAGE_MODEL
    elif name in ALGORITHMS:
        yield name or "throughline", version or __version__, Nature.ALGORITHM
    else:
        yield name, version, Nature.GENERATIVE
    moved = stage != "layout" or bool(work.figures.get("people"))
    if stage in NETWORKS and moved:
        yield NETWORKS[stage][0], _weights(stage), Nature.TRAINED_HERE
    if stage == "layout" and {MOTION, EFFECTS} & set(overridden):
        yield ARTIST, "", Nature.PERSON


@cache
def _weights(stage: str) -> str:
    """The first letters of the digest of a stage's weights, which tell them from any other."""
    made = blake2b(digest_size=4)
    for name in NETWORKS[stage][1]:
        made.update(files("throughline").joinpath(name).read_bytes())
    return made.hexdigest()
