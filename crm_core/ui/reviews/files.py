"""A review as a presentation, in one click: with its own numbers, or with those of a chosen day."""

from __future__ import annotations

from crm_core.reviews.service import ReviewView
from crm_core.ui.plans.view import Looked


def show_review_files(looked: Looked, view: ReviewView) -> None:
    """Show the download."""
    del looked, view
