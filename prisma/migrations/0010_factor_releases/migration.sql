-- The way back for who lost every second factor: staff plans their release, the owner is told everywhere and can stop it.

CREATE TABLE "FactorRelease" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "userId" UUID NOT NULL,
    "plannedBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "outcome" TEXT,

    CONSTRAINT "FactorRelease_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "FactorRelease_userId_idx" ON "FactorRelease"("userId");

ALTER TABLE "FactorRelease" ADD CONSTRAINT "FactorRelease_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Everything below is what the schema language cannot say.

ALTER TABLE "FactorRelease"
  ADD CONSTRAINT "FactorRelease_outcome_known" CHECK ("outcome" IN ('released', 'stopped')),
  ADD CONSTRAINT "FactorRelease_ended_has_outcome" CHECK (("endedAt" IS NULL) = ("outcome" IS NULL));

-- One at a time per account: a second plan cannot shorten the first one's wait. Also what is due.
CREATE UNIQUE INDEX "FactorRelease_one_open" ON "FactorRelease" ("userId") WHERE "endedAt" IS NULL;
