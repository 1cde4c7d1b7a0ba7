"""Tests of siggraph."""
