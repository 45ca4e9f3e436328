"""The recommender beside the libraries that could be picked instead, on the same splits."""
