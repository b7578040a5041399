"""A report or its entries as bytes or text, pure, one module per format."""
