"""How targets stand, as a word in its tone."""

from __future__ import annotations

from crm_core.board.figures import Figures
from crm_core.documents.model import Cell, Tone
from crm_core.targets.model import Status

TONES = {
    Status.REACHED: Tone.REACHED,
    Status.ON_TRACK: Tone.ON_TRACK,
    Status.AT_RISK: Tone.AT_RISK,
    Status.BEHIND: Tone.BEHIND,
}


def status_cell(figures: Figures, status: Status | None) -> Cell:
    """Return how a target stands as a cell: the word and its tone; an empty one where there is nothing to say."""
    return Cell("") if status is None else Cell(figures.status(status), TONES[status])
