"""What explains a line or a warning: one value that every view renders."""
