"""Invented people for demonstration, practice and measurement; nobody in here exists."""
