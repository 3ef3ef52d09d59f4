"""Documents written for this project, in every supported format, each with NAME.expected.json."""
