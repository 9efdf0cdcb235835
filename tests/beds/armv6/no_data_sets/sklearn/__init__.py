"""Of scikit-learn the tests of the core take one data set alone."""
