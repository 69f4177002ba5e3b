"""Tests of the window's sub-commands."""
