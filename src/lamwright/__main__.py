"""`python -m lamwright` is the command `lamwright`."""

from lamwright.cli.main import main

main()
