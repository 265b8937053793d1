"""The command line: arguments, headless members, demo and doctor."""
