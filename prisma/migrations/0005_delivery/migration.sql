-- Delivery, followed to its end: receipts, fail-over, vendors that check codes themselves, addresses that refuse messages.

-- Codes that a vendor makes and checks -------------------------------------------------------------------------------

ALTER TABLE "Otp"
  ADD COLUMN "verifier" TEXT,
  ADD COLUMN "verifierId" TEXT,
  ADD CONSTRAINT "Otp_verifier_complete" CHECK (("verifier" IS NULL) = ("verifierId" IS NULL));

-- One delivery, many attempts ----------------------------------------------------------------------------------------

-- "accepted": the carrier has it; "sent": the vendor has it.
ALTER TABLE "Delivery"
  DROP CONSTRAINT "Delivery_state_known",
  ADD CONSTRAINT "Delivery_state_known" CHECK ("state" IN
    ('queued', 'sending', 'sent', 'accepted', 'delivered', 'failed', 'dropped', 'decoy'));

-- A fall-back goes by another channel than the delivery asked for.
ALTER TABLE "DeliveryAttempt"
  ADD COLUMN "channel" TEXT,
  ADD COLUMN "receiptState" TEXT,
  ADD COLUMN "receiptAt" TIMESTAMPTZ(3);
UPDATE "DeliveryAttempt" a SET "channel" = d."channel" FROM "Delivery" d WHERE d."id" = a."deliveryId";
ALTER TABLE "DeliveryAttempt"
  ALTER COLUMN "channel" SET NOT NULL,
  ADD CONSTRAINT "DeliveryAttempt_channel_known" CHECK ("channel" IN ('email', 'sms', 'whatsapp', 'voice')),
  ADD CONSTRAINT "DeliveryAttempt_receiptState_known" CHECK ("receiptState" IN ('accepted', 'undelivered', 'delivered'));

-- A receipt finds its attempt by the vendor's id.
CREATE INDEX "DeliveryAttempt_providerMessageId_idx" ON "DeliveryAttempt"("providerMessageId");

-- The pace of real deliveries, which decoys follow.
CREATE INDEX "Delivery_pace" ON "Delivery" ("channel", "createdAt" DESC) WHERE "state" IN ('sent', 'accepted', 'delivered', 'failed');

-- Circuit breaker ----------------------------------------------------------------------------------------------------

-- A row exists while a vendor is in trouble in a country ('*': everywhere). All processes see it.
CREATE TABLE "ProviderHealth" (
    "provider" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 1,
    "pausedUntil" TIMESTAMPTZ(3),
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ProviderHealth_pkey" PRIMARY KEY ("provider", "region"),
    CONSTRAINT "ProviderHealth_kind_known" CHECK ("kind" IN ('failing', 'rate_limited', 'auth_failed'))
);

-- Suppression --------------------------------------------------------------------------------------------------------

CREATE TABLE "Suppression" (
    "channel" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "provider" TEXT,
    "deliveryId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3),

    CONSTRAINT "Suppression_pkey" PRIMARY KEY ("channel", "address"),
    CONSTRAINT "Suppression_channel_known" CHECK ("channel" IN ('email', 'sms', 'whatsapp', 'voice')),
    CONSTRAINT "Suppression_reason_known" CHECK ("reason" IN ('bounced', 'complained', 'stopped'))
);

-- Everything about one address, whatever the channel.
CREATE INDEX "Suppression_address_idx" ON "Suppression"("address");

-- Receipts -----------------------------------------------------------------------------------------------------------

-- Events that vendors have told us: a second telling changes nothing.
CREATE TABLE "VendorEvent" (
    "id" BYTEA NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "VendorEvent_pkey" PRIMARY KEY ("id")
);

-- Purging.
CREATE INDEX "VendorEvent_receivedAt_idx" ON "VendorEvent"("receivedAt");
