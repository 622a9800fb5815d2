"""The twelve sample deals: each is worked to settlement when the first test asks for it, and kept for the others."""

from pathlib import Path

import pytest

from tests.journeys.deal import Deal, SignIn

SAMPLES = {path.stem: path for path in sorted((Path(__file__).parents[1] / "samples").glob("*.json"))[1:]}


class Deals:
    """Settled deals by the name of their sample: `deals["05-caveat"]`."""

    def __init__(self, sign_in: SignIn) -> None:
        self.sign_in = sign_in
        self.settled: dict[str, Deal] = {}

    def __getitem__(self, name: str) -> Deal:
        if name not in self.settled:
            deal = Deal(self.sign_in, SAMPLES[name])
            deal.lodge()
            deal.settle()
            self.settled[name] = deal
        return self.settled[name]

    def all(self) -> list[Deal]:
        return [self[name] for name in SAMPLES]


@pytest.fixture(scope="session")
def deals(sign_in: SignIn) -> Deals:
    return Deals(sign_in)
