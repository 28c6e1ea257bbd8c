-- The console: searching customers, statistics, the sealed audit log, and an admin who cannot be lost.

CREATE TABLE "AuditSeal" (
    "lastId" BIGINT NOT NULL,
    "firstId" BIGINT NOT NULL,
    "events" INTEGER NOT NULL,
    "hash" BYTEA NOT NULL,
    "keyId" TEXT NOT NULL,
    "sealedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AuditSeal_pkey" PRIMARY KEY ("lastId"),
    CONSTRAINT "AuditSeal_range" CHECK ("firstId" <= "lastId" AND "events" > 0)
);

CREATE TABLE "MessagePrice" (
    "provider" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "micros" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "MessagePrice_pkey" PRIMARY KEY ("provider", "country"),
    CONSTRAINT "MessagePrice_country_form" CHECK ("country" ~ '^(\*|\+[1-9][0-9]{0,2})$'),
    CONSTRAINT "MessagePrice_currency_form" CHECK ("currency" ~ '^[A-Z]{3}$'),
    CONSTRAINT "MessagePrice_micros_range" CHECK ("micros" >= 0)
);

-- Statistics of a range of time.
CREATE INDEX "Otp_createdAt_idx" ON "Otp"("createdAt");
CREATE INDEX "DeliveryAttempt_startedAt_idx" ON "DeliveryAttempt"("startedAt");
-- Customers of one type, the newest first.
CREATE INDEX "User_customerType_createdAt_idx" ON "User"("customerType", "createdAt");

-- Everything below is what the schema language cannot say.

-- An address fragment, a part of a name: trigrams find them among millions. Where the extension is missing (it is part of
-- every usual PostgreSQL, but has to be allowed) the same search reads the table.
DO $$ BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
EXCEPTION WHEN OTHERS THEN
  RAISE NOTICE 'pg_trgm is not available: searching customers will be slower.';
END $$;

CREATE FUNCTION latchkey_customer_text(name text, email text, phone text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT lower(name || ' ' || coalesce(email, '') || ' ' || coalesce(phone, '')) $$;

DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm') THEN
    EXECUTE 'CREATE INDEX "User_search" ON "User" USING gin (latchkey_customer_text("name", "email", "phone") gin_trgm_ops)';
  END IF;
END $$;

-- The few that the console filters for among all customers.
CREATE INDEX "User_disabled" ON "User" ("createdAt") WHERE "status" = 'disabled';
CREATE INDEX "User_staff" ON "User" ("createdAt") WHERE "role" <> 'customer';

-- The country code of a number (ITU E.164: no code begins another one), `email` for everything else. Comparisons instead of
-- a regular expression: statistics call it for every row.
CREATE FUNCTION latchkey_country_code(address text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT CASE
     WHEN left(address, 1) <> '+' THEN 'email'
     WHEN substr(address, 2, 1) IN ('1', '7') THEN left(address, 2)
     WHEN substr(address, 2, 2) IN (
       '20', '27', '30', '31', '32', '33', '34', '36', '39', '40', '41', '43', '44', '45', '46', '47', '48', '49', '51', '52',
       '53', '54', '55', '56', '57', '58', '60', '61', '62', '63', '64', '65', '66', '81', '82', '84', '86', '90', '91', '92',
       '93', '94', '95', '98') THEN left(address, 3)
     ELSE left(address, 4) END $$;

-- Seals are as final as the events that they seal.
CREATE TRIGGER "AuditSeal_append_only" BEFORE UPDATE OR DELETE ON "AuditSeal"
  FOR EACH ROW EXECUTE FUNCTION latchkey_audit_append_only();
CREATE TRIGGER "AuditSeal_no_truncate" BEFORE TRUNCATE ON "AuditSeal"
  FOR EACH STATEMENT EXECUTE FUNCTION latchkey_audit_append_only();

-- The last admin stays, whoever tries (Prisma Studio too). The lock puts two who demote each other in a row; the query
-- after it sees what the first of them has committed.
CREATE FUNCTION latchkey_keep_last_admin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('latchkey.last_admin'));
  IF NOT EXISTS (SELECT 1 FROM "User" WHERE "role" = 'admin' AND "status" = 'active') THEN
    RAISE EXCEPTION 'The last admin stays one: make somebody else an admin first.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER "User_keep_last_admin_update" AFTER UPDATE OF "role", "status" ON "User" FOR EACH ROW
  WHEN (OLD."role" = 'admin' AND OLD."status" = 'active' AND (NEW."role" <> 'admin' OR NEW."status" <> 'active'))
  EXECUTE FUNCTION latchkey_keep_last_admin();
CREATE CONSTRAINT TRIGGER "User_keep_last_admin_delete" AFTER DELETE ON "User" FOR EACH ROW
  WHEN (OLD."role" = 'admin' AND OLD."status" = 'active')
  EXECUTE FUNCTION latchkey_keep_last_admin();
