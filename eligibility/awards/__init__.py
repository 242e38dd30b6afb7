"""After the award: duties, events, and what may be asked back."""
