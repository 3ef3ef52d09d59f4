"""From files to understood, indexed documents: read, normalise, parse, passages, pipeline and background jobs."""
