-- Operations of other applications that customers approve by a code.

CREATE TABLE "Approval" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "userId" UUID NOT NULL,
    "clientId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "amount" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "payee" TEXT NOT NULL,
    "text" TEXT NOT NULL DEFAULT '',
    "reference" TEXT,
    "channel" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "otpId" UUID NOT NULL,
    "seal" BYTEA NOT NULL,
    "keyId" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "decidedAt" TIMESTAMPTZ(3),
    "receiptId" UUID,
    "receiptExpiresAt" TIMESTAMPTZ(3),
    "receiptSeal" BYTEA,
    "executedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Approval_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "Approval_state_known" CHECK (
      "state" IN ('pending', 'approved', 'denied', 'canceled', 'executed', 'void')),
    -- Only what was approved has a receipt, and only what has one was executed.
    CONSTRAINT "Approval_receipt_earned" CHECK (
      ("state" NOT IN ('approved', 'executed') OR num_nonnulls("receiptId", "receiptExpiresAt", "receiptSeal") = 3)
      AND ("state" <> 'executed' OR "executedAt" IS NOT NULL))
);

-- One challenge approves one operation; one receipt belongs to one.
CREATE UNIQUE INDEX "Approval_otpId_key" ON "Approval"("otpId");
CREATE UNIQUE INDEX "Approval_receiptId_key" ON "Approval"("receiptId");
CREATE INDEX "Approval_userId_createdAt_idx" ON "Approval"("userId", "createdAt");
CREATE INDEX "Approval_expiresAt_idx" ON "Approval"("expiresAt");

ALTER TABLE "Approval" ADD CONSTRAINT "Approval_userId_fkey"
  FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
