-- Alerts: what woke somebody up, and who was told. And the trace that a message belongs to.

CREATE TABLE "AlertRule" (
    "rule" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "threshold" DOUBLE PRECISION NOT NULL,
    "windowMinutes" INTEGER NOT NULL,
    "minimum" INTEGER NOT NULL,
    "ways" TEXT[] NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AlertRule_pkey" PRIMARY KEY ("rule")
);

CREATE TABLE "Alert" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "rule" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "threshold" DOUBLE PRECISION NOT NULL,
    "text" TEXT NOT NULL,
    "firedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "clearedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Alert_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "AlertNotice" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "alertId" UUID,
    "kind" TEXT NOT NULL,
    "way" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "deliveryId" UUID,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "attemptCount" INTEGER NOT NULL DEFAULT 0,
    "availableAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastError" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AlertNotice_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "Alert_firedAt_idx" ON "Alert"("firedAt");
CREATE INDEX "AlertNotice_alertId_idx" ON "AlertNotice"("alertId");
CREATE INDEX "AlertNotice_createdAt_idx" ON "AlertNotice"("createdAt");

ALTER TABLE "AlertNotice" ADD CONSTRAINT "AlertNotice_alertId_fkey" FOREIGN KEY ("alertId") REFERENCES "Alert"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- W3C trace context of the request that asked for the message; null where nobody traces.
ALTER TABLE "Delivery" ADD COLUMN "traceparent" TEXT;

-- Everything below is what the schema language cannot say.

ALTER TABLE "AlertRule"
  ADD CONSTRAINT "AlertRule_window_range" CHECK ("windowMinutes" BETWEEN 1 AND 1440),
  ADD CONSTRAINT "AlertRule_minimum_range" CHECK ("minimum" BETWEEN 0 AND 1000000),
  ADD CONSTRAINT "AlertRule_threshold_range" CHECK ("threshold" BETWEEN 0 AND 1000000),
  ADD CONSTRAINT "AlertRule_ways_known" CHECK ("ways" <@ ARRAY['email', 'webhook', 'slack']);

ALTER TABLE "AlertNotice"
  ADD CONSTRAINT "AlertNotice_kind_known" CHECK ("kind" IN ('fired', 'cleared', 'test')),
  ADD CONSTRAINT "AlertNotice_way_known" CHECK ("way" IN ('email', 'webhook', 'slack')),
  ADD CONSTRAINT "AlertNotice_state_known" CHECK ("state" IN ('queued', 'sent', 'failed')),
  ADD CONSTRAINT "AlertNotice_test_has_no_alert" CHECK (("alertId" IS NULL) = ("kind" = 'test'));

-- However many processes find out at the same time, one of them begins the alert.
CREATE UNIQUE INDEX "Alert_one_open" ON "Alert" ("rule", "subject") WHERE "clearedAt" IS NULL;

-- What is due.
CREATE INDEX "AlertNotice_due" ON "AlertNotice" ("availableAt") WHERE "state" = 'queued';
