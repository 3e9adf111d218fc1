"""How people reach the mentor: a page and a command."""
