"""The solver that gas is simulated by, as part of what an effect depends on; it is not loaded for that."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from throughline.engines.contracts import EngineIdentity, NotConfigured


def identity(name: str) -> EngineIdentity | None:
    """Who simulates gas, of ``film.settings.SOLVERS``; None is the package's own solver, which the stage's version
    stands for.

    Raises:
        NotConfigured: a package that it needs is missing.
    """
    if name == "numba":
        return None
    try:
        return EngineIdentity(name=name, version=version("warp-lang"))
    except PackageNotFoundError as error:
        raise NotConfigured('effects = "warp" needs the package warp-lang; pip install \'throughline[gpu]\', or set '
                            'effects = "numba" under [engines] in film.toml') from error
