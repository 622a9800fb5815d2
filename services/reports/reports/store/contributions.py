"""What each application contributes to the reports, and the monthly totals that sum the contributions up.

The contributions of an application are recalculated from the facts whenever one of them changes, and the totals change
by the difference: so they are the same in whatever order the facts came, and a report reads sums instead of adding up.
The tables have their first names: `share` holds contributions, `cell` monthly totals.
"""

from collections.abc import Iterable

from lendkit.messaging.work import work
from lendkit.runtime.sql import load

_REPLACE = load(__file__, "contributions.sql")
_DELETE_EMPTY = "DELETE FROM cell WHERE n = 0"


def refresh(application_ids: Iterable[str]) -> None:
    """Bring contributions and monthly totals of these applications up to date with the facts."""
    ids = sorted(set(application_ids))
    if not ids:
        return
    with work() as w:
        w.execute(_REPLACE, {"ids": ids})
        w.execute(_DELETE_EMPTY)
