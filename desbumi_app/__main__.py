"""`desbumi`: the command line; what needs the window is imported only when it is asked for."""

import sys

from desbumi_app import cli


def main() -> int:
    """Run what the command line asks for; returns the exit code."""
    return cli.run({})


if __name__ == "__main__":
    sys.exit(main())
