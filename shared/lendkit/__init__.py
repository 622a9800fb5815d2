"""The mechanics every Lend service shares, and the language they publish to each other."""
