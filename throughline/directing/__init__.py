"""Directing: from a scene understood to the shots that tell it, and to the cut.

``shots`` makes the shot list of a whole film, with a person's own where there is one;
``Numbering`` keeps shot ids through the script's drafts.
"""

from throughline.directing.numbering import Numbering
from throughline.directing.shotlist import own_list_remarks, shots

__all__ = ["Numbering", "own_list_remarks", "shots"]
