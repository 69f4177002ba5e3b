"""The application: rules, use cases, papers. No Qt, no SQL, no sockets. Imports sync, db and resources, never ui."""
