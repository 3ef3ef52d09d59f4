"""Sets the project's own texts as Word and PDF files: the binary documents of corpus/samples."""
