"""What every process of a service does first: bind its settings, its database and its failpoints; set up its logs."""

from lendkit.runtime import db, failpoints, logs
from lendkit.runtime.settings import Settings


def start(settings: Settings) -> None:
    """Make `settings` this process's own. Nothing connects yet, so the process may still fork."""
    settings.use()
    logs.configure(settings.service, settings.log_level)
    failpoints.arm(settings.failpoint)
    pool = settings.web_threads + 2
    db.use(db.Database(settings.database_url, pool_size=pool, application_name=f"lend {settings.service}"))
