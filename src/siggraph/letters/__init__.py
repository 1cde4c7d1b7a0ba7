"""The wing of the letters: parse documents, reconcile editions."""
