"""One spelling for each email address, so that two users never share one and look-alikes are refused."""

import unicodedata

from lendkit.values.errors import Invalid


def normalise(address: str) -> str:
    """NFKC and casefold. Raises Invalid for an address that mixes scripts (`аdmin@` with a Cyrillic a)."""
    folded = unicodedata.normalize("NFKC", address.strip()).casefold()
    if len(_scripts(folded)) > 1:
        raise Invalid({"/email": ["This email address mixes alphabets. Retype it."]})
    return folded


def _scripts(text: str) -> set[str]:
    return {unicodedata.name(letter, "UNKNOWN").split(" ")[0] for letter in text if letter.isalpha()}
