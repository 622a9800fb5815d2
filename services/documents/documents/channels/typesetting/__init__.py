"""Setting a letter: a program of its own, that is given texts and reads nothing but the templates of this folder."""
