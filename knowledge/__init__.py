"""What the mentor may cite and plan over: documents, passages, the syllabus, and search over them."""
