"""What a document stands on and what it orders: citations and directives, each with its span."""
