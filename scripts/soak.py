"""Kill builds over and over, at random moments: the last good one must answer, the next build must repair.

Run it as ``make soak`` or ``python -m scripts.soak --rounds 30``.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.test_killed import killed_after

from siggraph import workspace
from siggraph.io.resources import resource


def main() -> None:
    """Run the rounds and print one line each; exit 1 at the first wrong answer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)  # noqa: S311 - moments of a test, not secrets
    with TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        began = time.monotonic()
        workspace.build(resource("data"), out)
        whole = time.monotonic() - began + 0.5
        for number in range(asked.rounds):
            share = chance.random()
            killed = killed_after(share, whole, resource("data"), out)
            answer = workspace.ask(out, "balance", {})
            if isinstance(answer, bytes) or "282" not in answer.rows[0]:
                sys.exit(f"round {number}: wrong answer after a kill at {share:.2f}")
            print(f"round {number}: {'killed' if killed else 'ended'} at {share:.2f}, the last good build answers")
        workspace.build(resource("data"), out)
        errors = [f for f in workspace.check(out) if f.severity == "error"]
        sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
