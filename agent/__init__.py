"""The mentor: it answers from the knowledge base and plans over the syllabus."""
