"""Runs the steps on the connection that the relay hands over; it opens none itself and reads no ini file."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
