"""Tests of the pages, over a real encrypted office."""
