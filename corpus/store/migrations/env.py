"""How Alembic runs a migration: on the connection that corpus.store.schema hands over, in its transaction."""

from alembic import context

from corpus.store.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
