"""What must be in place before a stage changes, by subject; each guard looks at a `GuardContext` alone."""
