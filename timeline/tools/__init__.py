"""Tools: the questions, for programs that ask over the Model Context Protocol."""
