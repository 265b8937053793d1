"""How each kind of installer is made; ``packaging/build.py`` is the command. Needs only Python's standard library."""
