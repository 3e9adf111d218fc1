"""One script a revision, in line: NNNN_name.py has the revision NNNN."""
