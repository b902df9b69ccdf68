"""Large lists as files: asked for, made in a child process, told by the bell, handed to who asked, removed in time."""
