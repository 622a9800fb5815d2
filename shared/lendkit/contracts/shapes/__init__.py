"""The shapes of what people send; unknown fields are refused, and what must not be missing is in `checks`."""

from lendkit.contracts.shapes.application import ApplicationShape, FeeShape, NoteShape, SecurityShape
from lendkit.contracts.shapes.directory import BdmShape, BranchShape, BrokerShape
from lendkit.contracts.shapes.party import AddressShape, CompanyShape, GuarantorShape, PersonShape

__all__ = [
    "AddressShape",
    "ApplicationShape",
    "BdmShape",
    "BranchShape",
    "BrokerShape",
    "CompanyShape",
    "FeeShape",
    "GuarantorShape",
    "NoteShape",
    "PersonShape",
    "SecurityShape",
]
