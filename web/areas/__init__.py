"""The areas of the application, a blueprint each."""
