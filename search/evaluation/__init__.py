"""How well search finds what is judged relevant: measures, runs over a folder of questions, and the command."""
