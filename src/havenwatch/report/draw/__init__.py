"""Charts as lists of shapes, drawn the same way on a page, on paper and as a picture."""
