"""Trains the small adapter of the default model on questions with their articles; needed only to make the adapter anew."""

from corpus.errors import VanKienError


class TrainingError(VanKienError):
    """Training cannot begin or go on: something it needs is missing or not of the form."""
