"""Steps of the relay's schema, run by Alembic when the relay starts."""
