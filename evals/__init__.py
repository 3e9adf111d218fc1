"""How well the mentor works: cases, metrics and reports."""
