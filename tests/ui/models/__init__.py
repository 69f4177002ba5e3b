"""Tests of what pages show, without a page."""
