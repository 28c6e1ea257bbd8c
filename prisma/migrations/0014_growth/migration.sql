-- What purging looks for, and what it drags along, without reading whole tables.

-- Each challenge that is purged sets the grants that name it to NULL.
CREATE INDEX "Grant_otpId_idx" ON "Grant"("otpId");

-- Refresh tokens of sessions that have ended.
CREATE INDEX "Session_ended" ON "Session" ("endedAt") WHERE "endedAt" IS NOT NULL;
