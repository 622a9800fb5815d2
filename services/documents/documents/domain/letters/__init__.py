"""What each letter says: text for a template to set as PDF, drawn from the detail of one application."""
