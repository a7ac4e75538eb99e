// Opens the modules that a page asks for. Every page works without them.
