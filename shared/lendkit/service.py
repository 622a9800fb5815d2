"""What every process of a service does first: bind the database, the fetcher of copies, the checks and the logs."""

from lendkit import copies, db, failpoints, logs, work
from lendkit.client import ServiceClient
from lendkit.settings import Settings


def start(settings: Settings) -> None:
    """Make `settings` this process's own. Nothing connects yet, so the process may still fork."""
    settings.use()
    logs.configure(settings.service, settings.log_level)
    work.check_events(settings.check_events)
    failpoints.arm(settings.failpoint)
    pool = settings.web_threads + 2
    db.use(db.Database(settings.database_url, pool_size=pool, application_name=f"lend {settings.service}"))
    copies.fetch_with(lambda owner, path: client(owner).get(path))


_clients: dict[str, ServiceClient] = {}


def client(owner: str) -> ServiceClient:
    """This process's client of another service; it keeps its token from one call to the next."""
    settings = Settings.current()
    found = _clients.get(owner)
    if found is None or found.settings is not settings:
        found = _clients[owner] = ServiceClient(settings, owner)
    return found
