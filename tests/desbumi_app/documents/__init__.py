"""Tests of desbumi_app.documents: papers are read back as a person and a phone would."""
