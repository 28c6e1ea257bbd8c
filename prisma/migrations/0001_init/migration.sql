
-- CreateEnum
CREATE TYPE "Role" AS ENUM ('customer', 'support', 'admin');

-- CreateEnum
CREATE TYPE "UserStatus" AS ENUM ('active', 'disabled');

-- CreateTable
CREATE TABLE "User" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL DEFAULT '',
    "email" TEXT,
    "phone" TEXT,
    "customerType" TEXT,
    "role" "Role" NOT NULL DEFAULT 'customer',
    "status" "UserStatus" NOT NULL DEFAULT 'active',
    "emailVerifiedAt" TIMESTAMPTZ(3),
    "phoneVerifiedAt" TIMESTAMPTZ(3),
    "passwordHash" TEXT,
    "passwordChangedAt" TIMESTAMPTZ(3),
    "locale" TEXT,
    "preferredChannel" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Otp" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "purpose" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "userId" UUID,
    "decoy" BOOLEAN NOT NULL DEFAULT false,
    "subject" TEXT NOT NULL,
    "nonce" BYTEA NOT NULL,
    "keyId" TEXT NOT NULL,
    "generation" SMALLINT NOT NULL DEFAULT 0,
    "length" SMALLINT NOT NULL DEFAULT 6,
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "maxAttempts" SMALLINT NOT NULL DEFAULT 5,
    "sends" SMALLINT NOT NULL DEFAULT 1,
    "browserHash" BYTEA,
    "clientId" TEXT,
    "context" JSONB,
    "locale" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "resendAvailableAt" TIMESTAMPTZ(3) NOT NULL,
    "consumedAt" TIMESTAMPTZ(3),
    "canceledAt" TIMESTAMPTZ(3),

    CONSTRAINT "Otp_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Delivery" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "otpId" UUID,
    "userId" UUID,
    "template" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "locale" TEXT,
    "params" JSONB NOT NULL DEFAULT '{}',
    "state" TEXT NOT NULL DEFAULT 'queued',
    "generation" SMALLINT NOT NULL DEFAULT 0,
    "priority" SMALLINT NOT NULL DEFAULT 0,
    "attemptCount" SMALLINT NOT NULL DEFAULT 0,
    "availableAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "leasedUntil" TIMESTAMPTZ(3),
    "expiresAt" TIMESTAMPTZ(3),
    "provider" TEXT,
    "providerMessageId" TEXT,
    "failureKind" TEXT,
    "failureDetail" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sentAt" TIMESTAMPTZ(3),
    "deliveredAt" TIMESTAMPTZ(3),

    CONSTRAINT "Delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DeliveryAttempt" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "deliveryId" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "failureKind" TEXT,
    "vendorCode" TEXT,
    "detail" TEXT,
    "providerMessageId" TEXT,

    CONSTRAINT "DeliveryAttempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Grant" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "tokenHash" BYTEA NOT NULL,
    "purpose" TEXT NOT NULL,
    "userId" UUID,
    "otpId" UUID,
    "address" TEXT,
    "channel" TEXT,
    "browserHash" BYTEA,
    "clientId" TEXT,
    "context" JSONB,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "consumedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "tokenHash" BYTEA NOT NULL,
    "userId" UUID NOT NULL,
    "methods" TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "checkedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "idleSeconds" INTEGER,
    "userAgent" TEXT,
    "clientAddress" TEXT,
    "endedAt" TIMESTAMPTZ(3),
    "endedReason" TEXT,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditEvent" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "type" TEXT NOT NULL,
    "userId" UUID,
    "actor" TEXT NOT NULL DEFAULT 'customer',
    "otpId" UUID,
    "deliveryId" UUID,
    "sessionId" UUID,
    "requestId" TEXT,
    "client" TEXT,
    "data" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "AuditEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LimitWindow" (
    "key" TEXT NOT NULL,
    "hits" TIMESTAMPTZ(3)[],
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LimitWindow_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "Hold" (
    "subject" TEXT NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL DEFAULT 0,
    "heldUntil" TIMESTAMPTZ(3),
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Hold_pkey" PRIMARY KEY ("subject")
);

-- CreateTable
CREATE TABLE "Setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Setting_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE UNIQUE INDEX "User_phone_key" ON "User"("phone");

-- CreateIndex
CREATE INDEX "User_createdAt_idx" ON "User"("createdAt");

-- CreateIndex
CREATE INDEX "Otp_userId_idx" ON "Otp"("userId");

-- CreateIndex
CREATE INDEX "Otp_address_createdAt_idx" ON "Otp"("address", "createdAt");

-- CreateIndex
CREATE INDEX "Otp_expiresAt_idx" ON "Otp"("expiresAt");

-- CreateIndex
CREATE INDEX "Delivery_otpId_idx" ON "Delivery"("otpId");

-- CreateIndex
CREATE INDEX "Delivery_provider_providerMessageId_idx" ON "Delivery"("provider", "providerMessageId");

-- CreateIndex
CREATE INDEX "Delivery_userId_idx" ON "Delivery"("userId");

-- CreateIndex
CREATE INDEX "Delivery_createdAt_idx" ON "Delivery"("createdAt");

-- CreateIndex
CREATE INDEX "DeliveryAttempt_deliveryId_idx" ON "DeliveryAttempt"("deliveryId");

-- CreateIndex
CREATE UNIQUE INDEX "Grant_tokenHash_key" ON "Grant"("tokenHash");

-- CreateIndex
CREATE INDEX "Grant_userId_idx" ON "Grant"("userId");

-- CreateIndex
CREATE INDEX "Grant_expiresAt_idx" ON "Grant"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "Session_tokenHash_key" ON "Session"("tokenHash");

-- CreateIndex
CREATE INDEX "Session_userId_idx" ON "Session"("userId");

-- CreateIndex
CREATE INDEX "Session_expiresAt_idx" ON "Session"("expiresAt");

-- CreateIndex
CREATE INDEX "AuditEvent_userId_id_idx" ON "AuditEvent"("userId", "id");

-- CreateIndex
CREATE INDEX "AuditEvent_type_at_idx" ON "AuditEvent"("type", "at");

-- CreateIndex
CREATE INDEX "AuditEvent_otpId_idx" ON "AuditEvent"("otpId");

-- AddForeignKey
ALTER TABLE "Otp" ADD CONSTRAINT "Otp_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_otpId_fkey" FOREIGN KEY ("otpId") REFERENCES "Otp"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DeliveryAttempt" ADD CONSTRAINT "DeliveryAttempt_deliveryId_fkey" FOREIGN KEY ("deliveryId") REFERENCES "Delivery"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_otpId_fkey" FOREIGN KEY ("otpId") REFERENCES "Otp"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Everything below is what the schema language cannot say.

-- Invariants ---------------------------------------------------------------

ALTER TABLE "User"
  ADD CONSTRAINT "User_email_form" CHECK (
    "email" ~ '^[^@[:space:][:cntrl:],;:<>"()\\\[\]]+@[a-z0-9]([a-z0-9.-]*[a-z0-9])?$' AND length("email") <= 254),
  ADD CONSTRAINT "User_phone_form" CHECK ("phone" ~ '^\+[1-9][0-9]{6,14}$'),
  ADD CONSTRAINT "User_preferredChannel_known" CHECK ("preferredChannel" IN ('email', 'sms', 'whatsapp', 'voice')),
  ADD CONSTRAINT "User_verified_has_address" CHECK (
    ("emailVerifiedAt" IS NULL OR "email" IS NOT NULL) AND ("phoneVerifiedAt" IS NULL OR "phone" IS NOT NULL));

ALTER TABLE "Otp"
  ADD CONSTRAINT "Otp_purpose_known" CHECK ("purpose" IN
    ('login', 'password_reset', 'registration', 'verification', 'second_factor', 'approval', 'compat')),
  ADD CONSTRAINT "Otp_channel_known" CHECK ("channel" IN ('email', 'sms', 'whatsapp', 'voice')),
  ADD CONSTRAINT "Otp_length_range" CHECK ("length" BETWEEN 4 AND 10),
  ADD CONSTRAINT "Otp_attempts_range" CHECK ("attempts" BETWEEN 0 AND "maxAttempts"),
  ADD CONSTRAINT "Otp_life_capped" CHECK ("expiresAt" <= "createdAt" + interval '1 hour'),
  ADD CONSTRAINT "Otp_decoy_has_no_user" CHECK (NOT ("decoy" AND "userId" IS NOT NULL)),
  ADD CONSTRAINT "Otp_consumed_or_canceled" CHECK ("consumedAt" IS NULL OR "canceledAt" IS NULL);

ALTER TABLE "Delivery"
  ADD CONSTRAINT "Delivery_channel_known" CHECK ("channel" IN ('email', 'sms', 'whatsapp', 'voice')),
  ADD CONSTRAINT "Delivery_state_known" CHECK ("state" IN
    ('queued', 'sending', 'sent', 'delivered', 'failed', 'dropped', 'decoy')),
  ADD CONSTRAINT "Delivery_failureKind_known" CHECK ("failureKind" IN
    ('invalid_address', 'rejected', 'auth_failed', 'rate_limited', 'timeout', 'unavailable')),
  ADD CONSTRAINT "Delivery_code_has_challenge" CHECK (("template" = 'code') = ("otpId" IS NOT NULL));

-- The worker claims due messages: codes before notices, then first come, first served.
CREATE INDEX "Delivery_due" ON "Delivery" ("priority", "availableAt") WHERE "state" IN ('queued', 'sending');

-- An account's live sessions (listing them, ending them).
CREATE INDEX "Session_live" ON "Session" ("userId") WHERE "endedAt" IS NULL;

-- Rows typed by hand -------------------------------------------------------

-- E.164 of what a person typed. National form needs the facts of DEFAULT_PHONE_REGION, which the app keeps in
-- "Setting" ('phone_region': {region, callingCode, nationalPrefix, pattern, example}, from libphonenumber's metadata).
CREATE FUNCTION latchkey_e164(typed text) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  digits text := regexp_replace(typed, '[\s().\-/\u00A0\u2010-\u2015]', '', 'g');
  plan jsonb;
  national text;
  advice text := 'Write it in international form: + and the country code first, for example +919876543210.';
BEGIN
  IF digits ~ '^00[1-9]' THEN digits := '+' || substr(digits, 3); END IF;
  IF digits ~ '^\+[1-9][0-9]{6,14}$' THEN RETURN digits; END IF;
  SELECT "value" INTO plan FROM "Setting" WHERE "key" = 'phone_region';
  IF plan IS NOT NULL AND digits ~ '^[0-9]+$' THEN
    national := digits;
    IF plan->>'nationalPrefix' <> '' AND starts_with(digits, plan->>'nationalPrefix')
       AND substr(digits, length(plan->>'nationalPrefix') + 1) ~ ('^(?:' || (plan->>'pattern') || ')$') THEN
      national := substr(digits, length(plan->>'nationalPrefix') + 1);
    END IF;
    IF national ~ ('^(?:' || (plan->>'pattern') || ')$') THEN
      RETURN '+' || (plan->>'callingCode') || national;
    END IF;
    advice := format('It is not a number of %s. Write it in international form, for example %s.',
                     plan->>'region', plan->>'example');
  END IF;
  RAISE EXCEPTION 'The phone number "%" is not complete. %', typed, advice USING ERRCODE = 'check_violation';
END $$;

-- Lower case for A to Z only: folding other letters could make one person's address another's (U+212A becomes "k").
CREATE FUNCTION latchkey_email(typed text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  address text := btrim(typed, E' \t\r\n\u00A0');
BEGIN
  IF address <> normalize(address, NFKC) THEN
    RAISE EXCEPTION 'The e-mail address "%" has characters that look like others. Type it with plain letters.', typed
      USING ERRCODE = 'check_violation';
  END IF;
  IF address ~ '@.*[^\x01-\x7f]' THEN
    RAISE EXCEPTION 'The domain of "%" has letters outside of a to z. Write it in its xn-- form.', typed
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN translate(address, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz');
END $$;

CREATE FUNCTION latchkey_normalise_user() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."name" := btrim(NEW."name");
  NEW."email" := latchkey_email(nullif(btrim(NEW."email"), ''));
  NEW."phone" := CASE WHEN nullif(btrim(NEW."phone"), '') IS NULL THEN NULL ELSE latchkey_e164(btrim(NEW."phone")) END;
  NEW."customerType" := nullif(btrim(NEW."customerType"), '');
  NEW."passwordHash" := nullif(NEW."passwordHash", '');
  NEW."locale" := nullif(btrim(NEW."locale"), '');
  NEW."preferredChannel" := nullif(btrim(NEW."preferredChannel"), '');
  IF TG_OP = 'UPDATE' THEN
    -- A changed address is an unproved one, unless the same statement says otherwise.
    IF NEW."email" IS DISTINCT FROM OLD."email" AND NEW."emailVerifiedAt" IS NOT DISTINCT FROM OLD."emailVerifiedAt" THEN
      NEW."emailVerifiedAt" := NULL;
    END IF;
    IF NEW."phone" IS DISTINCT FROM OLD."phone" AND NEW."phoneVerifiedAt" IS NOT DISTINCT FROM OLD."phoneVerifiedAt" THEN
      NEW."phoneVerifiedAt" := NULL;
    END IF;
    NEW."updatedAt" := now();
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER "User_normalise" BEFORE INSERT OR UPDATE ON "User"
  FOR EACH ROW EXECUTE FUNCTION latchkey_normalise_user();

-- A disabled account, or one whose role changes, has no sessions left at the same instant, whoever made the change.
CREATE FUNCTION latchkey_end_sessions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "Session" SET "endedAt" = now(), "endedReason" = CASE WHEN NEW."status" = 'disabled' THEN 'disabled' ELSE 'role_changed' END
   WHERE "userId" = NEW."id" AND "endedAt" IS NULL;
  RETURN NULL;
END $$;

CREATE TRIGGER "User_end_sessions" AFTER UPDATE OF "status", "role" ON "User" FOR EACH ROW
  WHEN (NEW."status" = 'disabled' AND OLD."status" <> 'disabled' OR NEW."role" <> OLD."role")
  EXECUTE FUNCTION latchkey_end_sessions();

-- The audit log is append-only ---------------------------------------------

-- Retention is the one exception, and has to say so in its own transaction: SET LOCAL latchkey.retention = 'on'.
CREATE FUNCTION latchkey_audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('latchkey.retention', true) = 'on' THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'The audit log is append-only.';
END $$;

CREATE TRIGGER "AuditEvent_append_only" BEFORE UPDATE OR DELETE ON "AuditEvent"
  FOR EACH ROW EXECUTE FUNCTION latchkey_audit_append_only();
CREATE TRIGGER "AuditEvent_no_truncate" BEFORE TRUNCATE ON "AuditEvent"
  FOR EACH STATEMENT EXECUTE FUNCTION latchkey_audit_append_only();
