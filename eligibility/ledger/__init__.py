"""The record: decisions and rulings, append-only, tamper-evident, replayable."""
