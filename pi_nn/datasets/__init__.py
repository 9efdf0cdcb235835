"""Readers of the data sets that training and judging use, one file format each."""
