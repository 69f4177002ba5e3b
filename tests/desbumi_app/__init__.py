"""Tests of desbumi_app."""
