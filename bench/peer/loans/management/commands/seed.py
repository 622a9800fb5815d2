"""Replace all data with N deterministic applications (users: admin@, bd1..20@, broker1..200@example.com, password $PEER_PASSWORD)."""
import os
import time
from datetime import date
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand
from django.db import connection, transaction

SQL = Path(__file__).resolve().parents[2] / "seed.sql"


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--applications", type=int, default=20_000)
        parser.add_argument("--today", type=date.fromisoformat, default=date.today())

    def handle(self, *args, **options):
        started = time.perf_counter()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(SQL.read_text(), {
                "n": options["applications"], "today": options["today"].isoformat(),
                "password": make_password(os.environ["PEER_PASSWORD"])})
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")
        self.stdout.write(f"seeded {options['applications']} applications in {time.perf_counter() - started:.1f} s")
