"""A second implementation of what an answer means, by enumeration; it shares no code with the first."""
