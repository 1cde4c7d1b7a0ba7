"""Files and, for curators only, the internet."""
