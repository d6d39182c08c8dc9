"""`python -m tepat` is the command `tepat`."""

from tepat.cli import main

if __name__ == "__main__":
    main()
