"""Setting a letter with Typst: a program of its own that is given text and reads only the templates of this folder."""
