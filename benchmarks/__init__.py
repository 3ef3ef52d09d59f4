"""One script a question; each prints a table (python -m benchmarks.NAME)."""
