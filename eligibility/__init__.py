"""
Checks an aid application against the clauses of a public strategy, and says why.

The parts, each importing only those before it: `language`, `errors`,
`quantities`, `documents`, `facts`, `logic`, `rulebook`, `engines`, `decisions`.
"""
