"""Tests mirror the tree; a test's name is the rule it keeps."""
