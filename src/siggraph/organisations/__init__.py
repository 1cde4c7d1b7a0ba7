"""The wing of the bodies: who is who, where from, about what, of what kind."""
