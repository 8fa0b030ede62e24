"""The kinds of way out, one a file."""
