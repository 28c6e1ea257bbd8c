-- The outbox takes codes and notices apart: the newest code of a channel first, notices by priority and in turn.

CREATE INDEX "Delivery_due_codes" ON "Delivery" ("channel", "createdAt" DESC)
  WHERE "state" IN ('queued', 'sending') AND "otpId" IS NOT NULL;

CREATE INDEX "Delivery_due_notices" ON "Delivery" ("channel", "priority", "availableAt")
  WHERE "state" IN ('queued', 'sending') AND "otpId" IS NULL;

-- "Delivery_due" stays: what has died is looked for in both.
