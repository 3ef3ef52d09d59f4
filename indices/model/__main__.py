"""`python -m indices.model`: prepares the default embedding model, once."""

from __future__ import annotations

import sys

from corpus.errors import VanKienError
from corpus.settings import Settings
from indices.model.prepare import prepare


def main() -> int:
    """Prepare the default model; 0 when it is ready, 1 when it is not."""
    try:
        _quiet()
        prepare(Settings.from_env(), say=lambda line: print(line, flush=True))
    except VanKienError as exc:
        print(f"Lỗi: {exc.message}", file=sys.stderr)
        return 1
    except OSError as exc:
        print(f"Lỗi: không ghi được mô hình ({exc}).", file=sys.stderr)
        return 1
    return 0


def _quiet() -> None:
    import transformers

    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()


if __name__ == "__main__":
    sys.exit(main())
