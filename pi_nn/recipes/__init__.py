"""What to train and how: one small file for each network."""
