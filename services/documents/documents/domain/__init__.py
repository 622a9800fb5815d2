"""The rules of documents, free of any machinery."""
