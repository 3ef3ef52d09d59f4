"""What a document is, what we know of the language, and where documents are stored."""
