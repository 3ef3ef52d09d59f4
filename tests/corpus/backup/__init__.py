"""Tests of safe copies."""
