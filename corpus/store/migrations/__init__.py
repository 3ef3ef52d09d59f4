"""The steps by which the catalog's tables came to be, run by Alembic when a store is opened."""
