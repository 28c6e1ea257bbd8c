-- Outgoing webhooks: who is told, and what is on its way to them.

CREATE TABLE "WebhookEndpoint" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "url" TEXT NOT NULL,
    "events" TEXT[],
    "keyId" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabledAt" TIMESTAMPTZ(3),
    "disabledReason" TEXT,

    CONSTRAINT "WebhookEndpoint_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "WebhookEndpoint_url_range" CHECK (length("url") BETWEEN 8 AND 2000)
);

CREATE TABLE "WebhookMessage" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "endpointId" UUID NOT NULL,
    "eventId" BIGINT NOT NULL,
    "type" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "occurredAt" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "attemptCount" INTEGER NOT NULL DEFAULT 0,
    "availableAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastStatus" INTEGER,
    "lastError" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deliveredAt" TIMESTAMPTZ(3),

    CONSTRAINT "WebhookMessage_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "WebhookMessage_state_known" CHECK ("state" IN ('queued', 'delivered', 'failed'))
);

-- Each endpoint hears of an event once, however often the log is read.
CREATE UNIQUE INDEX "WebhookMessage_endpointId_eventId_key" ON "WebhookMessage"("endpointId", "eventId");
CREATE INDEX "WebhookMessage_createdAt_idx" ON "WebhookMessage"("createdAt");
-- What is due. Prisma knows no partial indexes.
CREATE INDEX "WebhookMessage_due" ON "WebhookMessage"("availableAt") WHERE "state" = 'queued';

ALTER TABLE "WebhookMessage" ADD CONSTRAINT "WebhookMessage_endpointId_fkey"
  FOREIGN KEY ("endpointId") REFERENCES "WebhookEndpoint"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A message that was given up is an event, whoever gave it up (the worker, a receipt, an operator). Successes pay nothing.
CREATE FUNCTION latchkey_note_failed_delivery() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "AuditEvent" ("type", "userId", "actor", "otpId", "deliveryId", "data")
  VALUES ('delivery_failed', NEW."userId", 'system', NEW."otpId", NEW."id",
          jsonb_strip_nulls(jsonb_build_object('channel', NEW."channel", 'template', NEW."template",
            'provider', NEW."provider", 'kind', NEW."failureKind")));
  RETURN NULL;
END $$;

CREATE TRIGGER "Delivery_failed" AFTER UPDATE OF "state" ON "Delivery"
  FOR EACH ROW WHEN (NEW."state" = 'failed' AND OLD."state" <> 'failed')
  EXECUTE FUNCTION latchkey_note_failed_delivery();
