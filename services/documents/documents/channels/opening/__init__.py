"""Opening a file that a stranger sent: a program of its own, with little memory and little time, so that it may die."""
