"""`python -m corpus.typeset`: make the binary samples anew."""

from __future__ import annotations

from corpus.typeset.build import build

if __name__ == "__main__":
    for path in build():
        print(path)
