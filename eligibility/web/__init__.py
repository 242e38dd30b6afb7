"""Pages and an API over the same calls as the command line; nothing of a company is kept."""
