"""The profiles of lists that come with the service, by name."""
