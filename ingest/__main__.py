"""`python -m ingest`: takes files, folders and archives in, shows what is understood of them, or works as a background worker."""

from __future__ import annotations

import sys

from ingest.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
