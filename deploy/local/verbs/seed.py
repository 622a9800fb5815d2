"""Fill the running stack with a large loan book, the same every time; a second run adds nothing.

Everything goes through the API, as the demo users, under idempotency keys: an interrupted run continues.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests

from deploy.local.demo.callers import Callers
from deploy.local.demo.dataset import Dataset, PlannedApplication
from deploy.local.demo.deals import Deal, Stuck
from deploy.local.supervise import stack_file
from deploy.local.verbs import options

SHOWN_FAULTS = 5
EVERY_SECONDS = 2.0


def main(argv: list[str]) -> int:
    parser = options.parser("seed", __doc__)
    parser.add_argument("--applications", type=int, default=200, metavar="N", help="how many in total (default: 200)")
    parser.add_argument("--threads", type=int, default=6, metavar="N")
    parser.add_argument("--lodge-only", action="store_true", help="only lodge them; leave every one at its first stage")
    arguments = parser.parse_args(argv)
    callers = Callers(stack_file.read(options.places(arguments)))
    dataset = Dataset.of_checkout()
    faults: list[str] = []
    with ThreadPoolExecutor(arguments.threads) as pool:
        plans = (dataset.application(index) for index in range(1, arguments.applications + 1))
        lodged = _all(pool, plans, lambda plan: _lodge(callers, plan), "lodged", arguments.applications, faults)
        stages: Counter[str] = Counter()
        if not arguments.lodge_only:
            moved = _all(pool, lodged, lambda pair: Deal(callers, *pair).work(), "worked on", len(lodged), faults)
            stages.update(moved)
    print(*(f"  {stage:<26}{number:>7}" for stage, number in stages.most_common()), sep="\n")
    print(*faults[:SHOWN_FAULTS], sep="\n", end="\n" if faults else "")
    print(f"{len(lodged)} applications in the loan book, {len(faults)} failed on the way to their stage")
    return 1 if faults else 0


def _lodge(callers: Callers, plan: PlannedApplication) -> tuple[PlannedApplication, str]:
    answer = callers.by_email[plan.author].post("/api/applications/", plan.body, plan.key)
    if answer.status_code != 201:
        raise Stuck(f"{plan.key}: {answer.status_code} {answer.text[:400]}")
    return plan, str(answer.json()["id"])


def _all(
    pool: ThreadPoolExecutor, items: Iterable[Any], act: Callable[[Any], Any], word: str, total: int, faults: list[str]
) -> list[Any]:
    """What came of each; a fault is noted and the others go on. Prints how far it is."""

    def one(item: Any) -> Any:
        try:
            return act(item)
        except (Stuck, requests.RequestException) as exc:
            faults.append(str(exc))
            return None

    began = shown = time.monotonic()
    results = []
    for number, result in enumerate(pool.map(one, items), 1):
        results.append(result)
        now = time.monotonic()
        if now - shown > EVERY_SECONDS or number == total:
            shown = now
            print(f"{number} of {total} {word}, {number / max(now - began, 0.001):.0f} a second", flush=True)
    return [result for result in results if result is not None]
