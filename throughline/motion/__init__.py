"""How people move: a performance in, the motion of a skeleton out."""

from throughline.motion.perform import perform, warnings
from throughline.motion.skeleton import Motion, default_rest

__all__ = ["Motion", "default_rest", "perform", "warnings"]
