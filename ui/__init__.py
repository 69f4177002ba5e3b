"""The window: the only importer of PySide6. Shows what the application says and hands typed text back."""
