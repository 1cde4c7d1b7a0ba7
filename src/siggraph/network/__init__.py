"""The wing of the network: ties, chance, groups, roles; the only users of networkx and scipy."""

from __future__ import annotations

from siggraph.network.export import export_files
from siggraph.network.project import Attributes, TwoMode, project
from siggraph.network.report import Analysis, analyse
from siggraph.network.tables import Table
from siggraph.network.thememap import ThemeMap, theme_map

__all__ = ["Analysis", "Attributes", "Table", "ThemeMap", "TwoMode", "analyse", "export_files", "project", "theme_map"]
