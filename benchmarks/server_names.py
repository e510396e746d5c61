"""What client and server agree on."""

STATEMENTS_HEADER = "X-Statements"
