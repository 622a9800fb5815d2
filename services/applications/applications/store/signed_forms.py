"""The newest signed form of an application, against what its terms say."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work
from lendkit.runtime.sql import load

_DIFFERING = load(__file__, "differing_signed_forms.sql")


@dataclass(frozen=True)
class SignedTerms:
    """`signed` has the terms to write: who signed, when, and where the form is."""

    id: UUID
    signed: dict[str, Any]


def differing(w: Work, applications: Sequence[UUID]) -> Sequence[SignedTerms]:
    """Applications (their rows locked) whose terms do not say what their newest signed form says."""
    return w.all(_DIFFERING, {"ids": [str(id) for id in applications]}, into=SignedTerms)
