-- Abuse: what owners were told about holds, known devices, used-up puzzles, and the tallies of paid messages.

-- The total at which the owner was told last (0: not yet). Falls back to 0 with the count.
ALTER TABLE "Hold" ADD COLUMN "toldTotal" INTEGER NOT NULL DEFAULT 0;

-- Looking for owners to tell, without reading every hold.
CREATE INDEX "Hold_untold" ON "Hold" ("subject") WHERE "total" >= 10 AND "toldTotal" < 100;
-- Purging.
CREATE INDEX "Hold_updatedAt_idx" ON "Hold"("updatedAt");

-- Whether a browser has signed in to an account before: its failures are counted apart from those of strangers.
CREATE INDEX "Session_device" ON "Session" ("deviceHash", "userId") WHERE "deviceHash" IS NOT NULL;

-- A proof of work, a waiting ticket or an unlocking link that was used: the second use finds its row.
CREATE TABLE "SpentProof" (
    "hash" BYTEA NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SpentProof_pkey" PRIMARY KEY ("hash")
);

CREATE INDEX "SpentProof_expiresAt_idx" ON "SpentProof"("expiresAt");

-- Paid messages in slices of ten minutes: what was sent, what came back as a right code, what it cost.
CREATE TABLE "SmsTally" (
    "scope" TEXT NOT NULL,
    "slice" TIMESTAMPTZ(3) NOT NULL,
    "sent" INTEGER NOT NULL DEFAULT 0,
    "verified" INTEGER NOT NULL DEFAULT 0,
    "costMicros" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "SmsTally_pkey" PRIMARY KEY ("scope", "slice"),
    CONSTRAINT "SmsTally_not_negative" CHECK ("sent" >= 0 AND "verified" >= 0 AND "costMicros" >= 0)
);

-- Every send rewrites its rows: room on the page keeps that cheap.
ALTER TABLE "SmsTally" SET (fillfactor = 70);

-- Purging.
CREATE INDEX "SmsTally_slice_idx" ON "SmsTally"("slice");
