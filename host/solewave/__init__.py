"""The command line and the library beneath it."""
