"""From a question to cited passages: query, match, fuse, snippet."""
