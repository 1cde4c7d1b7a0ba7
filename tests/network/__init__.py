"""Tests of the wing of the network, against slow oracles and graphs whose truth is known."""
