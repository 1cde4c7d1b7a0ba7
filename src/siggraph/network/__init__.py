"""The wing of the network: ties, chance, groups, roles; the only users of networkx and scipy."""
