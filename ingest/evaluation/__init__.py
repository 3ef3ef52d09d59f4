"""Measures what ingest understands against labelled records."""
