-- Statistics of closed hours, switches that need no restart, refusals by limit, what a message really cost, and the provider
-- that staff wants for a message. All of it is added: a former version of the app goes on working on this schema.

CREATE TABLE "FunnelHour" (
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "purpose" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "requested" INTEGER NOT NULL,
    "sent" INTEGER NOT NULL,
    "delivered" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,
    "firstTry" INTEGER NOT NULL,
    "verified" INTEGER NOT NULL,
    "sentMs" BYTEA NOT NULL,
    "deliveredMs" BYTEA NOT NULL,
    "verifiedMs" BYTEA NOT NULL,

    CONSTRAINT "FunnelHour_pkey" PRIMARY KEY ("hour", "purpose", "channel", "provider", "country")
);

CREATE TABLE "AttemptHour" (
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "provider" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "sent" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,
    "priceMicros" BIGINT NOT NULL,

    CONSTRAINT "AttemptHour_pkey" PRIMARY KEY ("hour", "provider", "channel", "country", "currency")
);

CREATE TABLE "StatisticsLate" (
    "id" BIGSERIAL NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "StatisticsLate_pkey" PRIMARY KEY ("id")
);

-- Which hours are to be counted again.
CREATE INDEX "StatisticsLate_hour_idx" ON "StatisticsLate"("hour");

CREATE TABLE "OperatorSwitch" (
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "changedBy" TEXT NOT NULL,
    "changedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3),

    CONSTRAINT "OperatorSwitch_pkey" PRIMARY KEY ("key")
);

CREATE TABLE "LimitRefusal" (
    "limit" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "LimitRefusal_pkey" PRIMARY KEY ("hour", "limit"),
    CONSTRAINT "LimitRefusal_positive" CHECK ("count" > 0)
);

ALTER TABLE "Delivery" ADD COLUMN "wantedProvider" TEXT;
ALTER TABLE "DeliveryAttempt" ADD COLUMN "priceMicros" BIGINT;
ALTER TABLE "DeliveryAttempt" ADD COLUMN "priceCurrency" TEXT;

-- Everything below is what the schema language cannot say.

ALTER TABLE "DeliveryAttempt" ADD CONSTRAINT "DeliveryAttempt_price_whole"
  CHECK (("priceMicros" IS NULL) = ("priceCurrency" IS NULL) AND ("priceCurrency" IS NULL OR "priceCurrency" ~ '^[A-Z]{3}$')
         AND coalesce("priceMicros" >= 0, true)) NOT VALID;

-- A change of a row that is older than an hour is written down, so that its hour is counted again. Hours are closed two
-- hours and a quarter after their end at the earliest (lib/audit/roll-up-statistics.ts), so what changes before needs no
-- mark. Marks are only ever added: whoever adds one waits for nobody, and one that is not yet committed while its hour is
-- counted is found the next time. Deleting leaves no mark: a purge forgets rows, not what they came to.
CREATE FUNCTION latchkey_mark_late_otp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "StatisticsLate" ("hour") VALUES (date_trunc('hour', NEW."createdAt", 'UTC'));
  RETURN NULL;
END $$;

CREATE FUNCTION latchkey_mark_late_delivery() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "StatisticsLate" ("hour")
  SELECT date_trunc('hour', o."createdAt", 'UTC') FROM "Otp" o WHERE o."id" = NEW."otpId";
  RETURN NULL;
END $$;

CREATE FUNCTION latchkey_mark_late_attempt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "StatisticsLate" ("hour") VALUES (date_trunc('hour', NEW."startedAt", 'UTC'));
  RETURN NULL;
END $$;

CREATE TRIGGER "Otp_late" AFTER INSERT OR UPDATE ON "Otp" FOR EACH ROW
  WHEN (NEW."createdAt" < now() - interval '1 hour') EXECUTE FUNCTION latchkey_mark_late_otp();
CREATE TRIGGER "Delivery_late" AFTER INSERT OR UPDATE ON "Delivery" FOR EACH ROW
  WHEN (NEW."otpId" IS NOT NULL AND NEW."createdAt" < now() - interval '1 hour')
  EXECUTE FUNCTION latchkey_mark_late_delivery();
CREATE TRIGGER "DeliveryAttempt_late" AFTER INSERT OR UPDATE ON "DeliveryAttempt" FOR EACH ROW
  WHEN (NEW."startedAt" < now() - interval '1 hour') EXECUTE FUNCTION latchkey_mark_late_attempt();
