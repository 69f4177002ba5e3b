"""Reads resources into checked objects and turns what people type or import into values."""
