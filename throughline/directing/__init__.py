"""Directing: from a scene understood to the shots that tell it, and to the cut.

``shots`` makes the shot list of a whole film; ``Numbering`` keeps shot ids through the script's drafts.
"""

from throughline.directing.numbering import Numbering
from throughline.directing.shotlist import shots

__all__ = ["Numbering", "shots"]
