"""How experiments judge: whether they find what is there, and how seldom what is not."""
