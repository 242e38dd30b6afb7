"""Many dossiers at once: a table in, a table out."""
