"""Tests of the one desk."""
