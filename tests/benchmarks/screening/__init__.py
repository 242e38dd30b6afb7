"""What screening a table costs, and that every row comes out as one dossier would."""
