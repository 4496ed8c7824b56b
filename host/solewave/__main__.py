"""`python -m solewave`."""

from solewave.cli import main

main()
