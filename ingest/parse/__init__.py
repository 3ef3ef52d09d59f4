"""Reads the form of a document: header, site furniture and outline."""
