"""Task-plan pairs: from documented how-tos to a checked set on disk."""
