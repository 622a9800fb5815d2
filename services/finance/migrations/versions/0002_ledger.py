"""The ledger, that refuses what is wrong by itself, and what is posted to it: fees, loans, schedules, payments."""

from alembic import op

from lendkit.runtime.migrate import kit_v2

revision = "0002"
down_revision = "0001"

# One row per line of the ledger's table of events.
KINDS = (
    "disbursement",
    "fee_withheld",
    "prepaid_withheld",
    "prepaid_earned",
    "interest_accrued",
    "interest_capitalised",
    "fee_charged",
    "penalty_charged",
    "fee_paid",
    "fee_refunded",
    "repayment",
    "overpayment_refunded",
    "waiver",
    "write_off",
    "recovery",
    "commission_due",
    "commission_paid",
    "reversal",
)


def upgrade() -> None:
    kit_v2()
    for part in (_LEDGER, _GUARDS, _RIGHTS, _BUSINESS, _FINDINGS):
        op.execute(part)
    op.execute("INSERT INTO journal_kind VALUES " + ", ".join(f"('{kind}')" for kind in KINDS))


_LEDGER = """
CREATE TYPE account_kind AS ENUM ('asset', 'liability', 'equity', 'income', 'expense');
CREATE TABLE ledger_account (
  id uuid PRIMARY KEY,
  code text NOT NULL,
  kind account_kind NOT NULL,
  application_id uuid,
  currency char(3) NOT NULL DEFAULT 'AUD' CHECK (currency ~ '^[A-Z]{3}$'),
  tracked boolean NOT NULL DEFAULT true,
  closed_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE NULLS NOT DISTINCT (application_id, code),
  UNIQUE (id, currency)
);
CREATE TABLE journal_kind (kind text PRIMARY KEY);
CREATE TABLE period (
  month date PRIMARY KEY CHECK (extract(day FROM month) = 1),
  closed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  closed_by jsonb NOT NULL
);
CREATE TABLE journal_entry (
  id uuid PRIMARY KEY,
  seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  kind text NOT NULL REFERENCES journal_kind,
  application_id uuid NOT NULL,
  loan_id uuid,
  fee_id uuid,
  instalment_id uuid,
  payment_id uuid,
  effective_on date NOT NULL,
  booked_on date NOT NULL,
  command_id text NOT NULL CHECK (length(command_id) BETWEEN 1 AND 400),
  command_line smallint NOT NULL,
  actor_id uuid NOT NULL,
  reverses_id uuid UNIQUE REFERENCES journal_entry (id),
  reason text,
  prev_hash bytea,
  hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (command_id, command_line),
  UNIQUE NULLS NOT DISTINCT (application_id, prev_hash),
  CHECK ((kind = 'reversal') = (reverses_id IS NOT NULL)),
  CHECK (kind <> 'reversal' OR (reason IS NOT NULL AND length(reason) > 0))
);
CREATE INDEX journal_application ON journal_entry (application_id, seq);
CREATE INDEX journal_loan ON journal_entry (loan_id, seq) WHERE loan_id IS NOT NULL;
CREATE TABLE posting (
  entry_id uuid NOT NULL REFERENCES journal_entry (id),
  line smallint NOT NULL CHECK (line BETWEEN 1 AND 50),
  account_id uuid NOT NULL,
  currency char(3) NOT NULL,
  amount_cents bigint NOT NULL CHECK (amount_cents <> 0 AND abs(amount_cents) <= 100000000000000),
  txid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  PRIMARY KEY (entry_id, line),
  FOREIGN KEY (account_id, currency) REFERENCES ledger_account (id, currency)
);
CREATE INDEX posting_account ON posting (account_id, entry_id);
CREATE TABLE account_balance (
  account_id uuid PRIMARY KEY REFERENCES ledger_account (id),
  balance_cents bigint NOT NULL DEFAULT 0,
  version bigint NOT NULL DEFAULT 0,
  min_cents bigint,
  max_cents bigint,
  CHECK (min_cents IS NULL OR balance_cents >= min_cents),
  CHECK (max_cents IS NULL OR balance_cents <= max_cents)
);
CREATE TABLE book (
  application_id uuid PRIMARY KEY,
  head bytea,
  closed_at timestamptz
);
"""

_GUARDS = """
CREATE FUNCTION ledger_deny() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'ledger is append-only: % on %', TG_OP, TG_TABLE_NAME USING ERRCODE = '23514'; END $$;
CREATE TRIGGER entry_immutable BEFORE UPDATE OR DELETE ON journal_entry FOR EACH ROW EXECUTE FUNCTION ledger_deny();
CREATE TRIGGER posting_immutable BEFORE UPDATE OR DELETE ON posting FOR EACH ROW EXECUTE FUNCTION ledger_deny();
CREATE TRIGGER period_immutable BEFORE UPDATE OR DELETE ON period FOR EACH ROW EXECUTE FUNCTION ledger_deny();
CREATE TRIGGER entry_notrunc BEFORE TRUNCATE ON journal_entry FOR EACH STATEMENT EXECUTE FUNCTION ledger_deny();
CREATE TRIGGER posting_notrunc BEFORE TRUNCATE ON posting FOR EACH STATEMENT EXECUTE FUNCTION ledger_deny();
CREATE TRIGGER period_notrunc BEFORE TRUNCATE ON period FOR EACH STATEMENT EXECUTE FUNCTION ledger_deny();
CREATE FUNCTION ledger_seal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE eid uuid; n int; late int; bad int; rev uuid;
BEGIN
  IF TG_TABLE_NAME = 'posting' THEN eid := NEW.entry_id; ELSE eid := NEW.id; END IF;
  SELECT count(*), count(*) FILTER (WHERE txid <> pg_current_xact_id()) INTO n, late FROM posting WHERE entry_id = eid;
  SELECT count(*) INTO bad
    FROM (SELECT 1 FROM posting WHERE entry_id = eid GROUP BY currency HAVING sum(amount_cents) <> 0) x;
  IF n < 2 OR late > 0 OR bad > 0
    THEN RAISE EXCEPTION 'unbalanced, empty or reopened journal entry %', eid USING ERRCODE = '23514'; END IF;
  SELECT reverses_id INTO rev FROM journal_entry WHERE id = eid;
  IF rev IS NOT NULL AND EXISTS (
    (SELECT account_id, currency, -amount_cents FROM posting WHERE entry_id = rev
     EXCEPT ALL SELECT account_id, currency, amount_cents FROM posting WHERE entry_id = eid)
    UNION ALL
    (SELECT account_id, currency, amount_cents FROM posting WHERE entry_id = eid
     EXCEPT ALL SELECT account_id, currency, -amount_cents FROM posting WHERE entry_id = rev))
  THEN RAISE EXCEPTION 'reversal % does not mirror %', eid, rev USING ERRCODE = '23514'; END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER entry_sealed AFTER INSERT ON journal_entry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_seal();
CREATE CONSTRAINT TRIGGER posting_sealed AFTER INSERT ON posting
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_seal();
CREATE FUNCTION posting_apply() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM account_balance  -- in a fixed order: no deadlock
    WHERE account_id IN (SELECT account_id FROM new_rows) ORDER BY account_id FOR UPDATE;
  UPDATE account_balance b SET balance_cents = balance_cents + d.s, version = version + 1
    FROM (SELECT account_id, sum(amount_cents) s FROM new_rows GROUP BY account_id) d WHERE b.account_id = d.account_id;
  IF EXISTS (SELECT 1 FROM new_rows r JOIN ledger_account a ON a.id = r.account_id WHERE a.closed_at IS NOT NULL)
    THEN RAISE EXCEPTION 'posting to a closed account' USING ERRCODE = '23514'; END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER posting_apply AFTER INSERT ON posting
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION posting_apply();
CREATE FUNCTION account_open() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.tracked THEN INSERT INTO account_balance (account_id) VALUES (NEW.id); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER account_open AFTER INSERT ON ledger_account FOR EACH ROW EXECUTE FUNCTION account_open();
CREATE FUNCTION account_stays_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.closed_at IS NOT NULL THEN RAISE EXCEPTION 'account % is closed', OLD.id USING ERRCODE = '23514'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER account_stays_closed BEFORE UPDATE ON ledger_account
  FOR EACH ROW EXECUTE FUNCTION account_stays_closed();
CREATE TRIGGER account_stays BEFORE DELETE ON ledger_account FOR EACH ROW EXECUTE FUNCTION ledger_deny();
CREATE FUNCTION period_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtext('lend periods'));  -- who closes a month waits for who posts, and back
  IF EXISTS (SELECT 1 FROM period WHERE month = date_trunc('month', NEW.booked_on)::date)
    THEN RAISE EXCEPTION 'the period of % is closed', NEW.booked_on USING ERRCODE = '23514'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER period_open BEFORE INSERT ON journal_entry FOR EACH ROW EXECUTE FUNCTION period_open();
CREATE FUNCTION period_closing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_advisory_xact_lock(hashtext('lend periods')); RETURN NEW; END $$;
CREATE TRIGGER period_closing BEFORE INSERT ON period FOR EACH ROW EXECUTE FUNCTION period_closing();
"""

# The default privileges of a deployment let the service's login change every table: not these.
_RIGHTS = """
DO $$
DECLARE login text;
BEGIN
  FOR login IN
    SELECT DISTINCT grantee FROM information_schema.role_table_grants
    WHERE table_schema = 'public' AND table_name = 'journal_entry' AND grantee <> current_user
  LOOP
    EXECUTE format('REVOKE ALL ON ledger_account, journal_kind, journal_entry, posting, period, account_balance'
                   ' FROM %s', CASE login WHEN 'PUBLIC' THEN 'PUBLIC' ELSE quote_ident(login) END);
    IF login <> 'PUBLIC' THEN
      EXECUTE format('GRANT SELECT, INSERT ON ledger_account, journal_entry, posting, period TO %I', login);
      EXECUTE format('GRANT UPDATE (closed_at) ON ledger_account TO %I', login);
      EXECUTE format('GRANT SELECT ON account_balance, journal_kind TO %I', login);
    END IF;
  END LOOP;
END $$;
"""

_BUSINESS = """
CREATE SEQUENCE history;
CREATE TABLE fee (
  id uuid PRIMARY KEY,
  version integer NOT NULL DEFAULT 1,
  seq bigint NOT NULL DEFAULT nextval('history'),
  application_id uuid NOT NULL,
  type text NOT NULL,
  amount numeric(18, 2) NOT NULL CHECK (amount > 0),
  gst numeric(18, 2) NOT NULL CHECK (gst >= 0),
  direct numeric(18, 2) NOT NULL DEFAULT 0,
  allocated numeric(18, 2) NOT NULL DEFAULT 0,
  waived numeric(18, 2) NOT NULL DEFAULT 0,
  status text NOT NULL CHECK (status IN ('waiting', 'paid', 'waived', 'refunded', 'gone')),
  charged_on date NOT NULL,
  due_date date,
  paid_on date,
  reference text,
  reason text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CHECK (direct + allocated + waived <= amount)
);
CREATE INDEX fee_application ON fee (application_id, seq);
CREATE INDEX fee_created ON fee (created_at DESC, id DESC);
CREATE TABLE loan (
  id uuid PRIMARY KEY,
  version integer NOT NULL DEFAULT 1,
  application_id uuid NOT NULL UNIQUE,
  reference_number text,
  product_id uuid,
  status text NOT NULL CHECK (status IN ('open', 'discharged', 'written_off')),
  terms jsonb NOT NULL,
  rules jsonb NOT NULL,
  state jsonb NOT NULL,
  origin text NOT NULL CHECK (origin IN ('settlement', 'take_over')),
  as_of date NOT NULL,
  next_on date,
  discharged_on date,
  reason text,
  created_by jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX loan_next ON loan (next_on, id) WHERE status = 'open';
CREATE INDEX loan_created ON loan (created_at DESC, id DESC);
CREATE TABLE schedule (
  id uuid PRIMARY KEY,
  version integer NOT NULL DEFAULT 1,
  application_id uuid NOT NULL,
  loan_id uuid NOT NULL REFERENCES loan (id),
  number integer NOT NULL,
  reason text NOT NULL,
  basis jsonb NOT NULL,
  instalments integer NOT NULL,
  first_due_date date,
  last_due_date date,
  interest numeric(18, 2) NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (loan_id, number)
);
CREATE TABLE instalment (
  id uuid PRIMARY KEY,
  version integer NOT NULL DEFAULT 1,
  application_id uuid NOT NULL,
  loan_id uuid NOT NULL REFERENCES loan (id),
  schedule_id uuid NOT NULL REFERENCES schedule (id),
  number integer NOT NULL,
  due_date date NOT NULL,
  principal numeric(18, 2) NOT NULL,
  interest numeric(18, 2) NOT NULL,
  fees numeric(18, 2) NOT NULL DEFAULT 0,
  amount numeric(18, 2) NOT NULL,
  balance numeric(18, 2) NOT NULL,
  outstanding numeric(18, 2) NOT NULL,
  status text NOT NULL CHECK (status IN ('projected', 'due', 'part_paid', 'paid', 'overdue', 'replaced')),
  paid_on date,
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (schedule_id, number)
);
CREATE INDEX instalment_application ON instalment (application_id, number);
CREATE INDEX instalment_loan ON instalment (loan_id, number);
CREATE INDEX instalment_open ON instalment (due_date, id) WHERE outstanding > 0 AND status <> 'replaced';
CREATE TABLE payment (
  id uuid PRIMARY KEY,
  version integer NOT NULL DEFAULT 1,
  seq bigint NOT NULL DEFAULT nextval('history'),
  application_id uuid NOT NULL,
  loan_id uuid NOT NULL REFERENCES loan (id),
  instalment_id uuid,
  aim integer,
  kind text NOT NULL DEFAULT 'payment' CHECK (kind IN ('payment', 'refund')),
  amount numeric(18, 2) NOT NULL CHECK (amount > 0),
  received_on date NOT NULL,
  reference text NOT NULL,
  allocation jsonb NOT NULL,
  allocation_order text[] NOT NULL,
  status text NOT NULL CHECK (status IN ('received', 'reversed')),
  reason text,
  created_by jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX payment_loan ON payment (loan_id, received_on, seq);
CREATE TABLE reminder (
  id uuid PRIMARY KEY,
  loan_id uuid NOT NULL REFERENCES loan (id),
  instalment_id uuid,
  rule text NOT NULL,
  due_date date NOT NULL,
  sent_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (loan_id, due_date, rule)
);
CREATE INDEX copies_invoice_fee ON copies ((body ->> 'fee_id')) WHERE kind = 'document';
CREATE INDEX copies_invoice_repayment ON copies ((body ->> 'repayment_id')) WHERE kind = 'document';
"""

# What must always be so; each row is a sentence about what is not. Run by the nightly check and by `./dev verify`.
_FINDINGS = """
CREATE FUNCTION journal_text(e journal_entry) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT concat_ws('|', coalesce(encode(e.prev_hash, 'hex'), ''), e.id, e.kind, e.application_id,
    coalesce(e.loan_id::text, ''), to_char(e.effective_on, 'YYYY-MM-DD'), to_char(e.booked_on, 'YYYY-MM-DD'),
    e.command_id, e.command_line, e.actor_id, coalesce(e.reverses_id::text, ''),
    (SELECT string_agg(p.account_id || ':' || p.amount_cents, ';' ORDER BY p.line) FROM posting p
      WHERE p.entry_id = e.id))
$$;
CREATE FUNCTION ledger_findings() RETURNS TABLE (finding text) LANGUAGE sql STABLE AS $$
  SELECT 'the ledger sums to ' || sum(amount_cents) || ' cents in ' || currency FROM posting
    GROUP BY currency HAVING sum(amount_cents) <> 0
  UNION ALL
  SELECT 'account ' || a.code || ' of ' || coalesce(a.application_id::text, 'the house') || ' has a balance of '
      || b.balance_cents || ' cents and postings of ' || coalesce(p.s, 0)
    FROM ledger_account a JOIN account_balance b ON b.account_id = a.id
    LEFT JOIN (SELECT account_id, sum(amount_cents) s FROM posting GROUP BY account_id) p ON p.account_id = a.id
    WHERE b.balance_cents <> coalesce(p.s, 0)
  UNION ALL
  SELECT 'account ' || a.code || ' of ' || a.application_id || ' holds ' || b.balance_cents
      || ' cents, its records say ' || coalesce(w.cents, 0)
    FROM ledger_account a JOIN account_balance b ON b.account_id = a.id
    LEFT JOIN (
      SELECT application_id, code, round((state ->> part)::numeric * 100 * sign) AS cents
        FROM loan CROSS JOIN (VALUES ('loan_portfolio', 'principal', 1), ('interest_receivable', 'interest', 1),
          ('penalties_receivable', 'penalties', 1), ('overpayment_liability', 'overpaid', -1),
          ('unearned_interest', 'unearned', -1)) AS m (code, part, sign)
      UNION ALL
      SELECT application_id, 'fees_receivable',
          100 * sum(CASE WHEN status IN ('gone', 'refunded') THEN 0 ELSE amount - direct - allocated - waived END)
        FROM fee GROUP BY application_id) w ON w.application_id = a.application_id AND w.code = a.code
    WHERE a.code IN ('loan_portfolio', 'interest_receivable', 'penalties_receivable', 'overpayment_liability',
        'unearned_interest', 'fees_receivable')
      AND b.balance_cents <> coalesce(w.cents, 0)
  UNION ALL
  SELECT 'journal ' || e.id || ' of ' || e.application_id || ' does not verify' FROM journal_entry e
    WHERE e.hash <> sha256(convert_to(journal_text(e), 'UTF8'))
  UNION ALL
  SELECT 'journal ' || e.id || ' of ' || e.application_id || ' follows no other' FROM journal_entry e
    WHERE e.prev_hash IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM journal_entry p WHERE p.application_id = e.application_id AND p.hash = e.prev_hash)
  UNION ALL
  SELECT 'the chain of ' || b.application_id || ' does not end where its book says' FROM book b
    WHERE b.head IS DISTINCT FROM (
      SELECT e.hash FROM journal_entry e WHERE e.application_id = b.application_id AND NOT EXISTS (
        SELECT 1 FROM journal_entry n WHERE n.application_id = e.application_id AND n.prev_hash = e.hash))
$$;
"""
