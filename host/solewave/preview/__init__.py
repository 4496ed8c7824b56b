"""A pattern before it is felt: pictures, moving pictures, and lines for a terminal."""
