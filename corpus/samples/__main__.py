"""`python -m corpus.samples`: make the binary samples anew."""

from __future__ import annotations

from corpus.samples.build import build

if __name__ == "__main__":
    for path in build():
        print(path)
