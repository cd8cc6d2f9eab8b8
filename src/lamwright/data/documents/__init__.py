"""Readers of documents: each yields the how-tos of its source, one at a time."""
