-- The API: keys of applications, repeatable requests, sessions of clients that keep no cookie.

CREATE TABLE "ApiKey" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "tokenHash" BYTEA NOT NULL,
    "secretHash" BYTEA NOT NULL,
    "formerTokenHash" BYTEA,
    "formerSecretHash" BYTEA,
    "formerUntil" TIMESTAMPTZ(3),
    "scopes" TEXT[],
    "perMinute" INTEGER,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3),
    "lastUsedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ApiKey_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "ApiKey_name_range" CHECK (length("name") BETWEEN 1 AND 100),
    CONSTRAINT "ApiKey_perMinute_range" CHECK ("perMinute" BETWEEN 1 AND 10000),
    -- The three come and go together.
    CONSTRAINT "ApiKey_former_complete" CHECK (
      num_nonnulls("formerTokenHash", "formerSecretHash", "formerUntil") IN (0, 3)),
    CONSTRAINT "ApiKey_scopes_known" CHECK ("scopes" <@ ARRAY['codes', 'accounts', 'approvals', 'customers'])
);

-- A call with a bearer token finds its key by one of these two.
CREATE UNIQUE INDEX "ApiKey_tokenHash_key" ON "ApiKey"("tokenHash");
CREATE UNIQUE INDEX "ApiKey_formerTokenHash_key" ON "ApiKey"("formerTokenHash");

CREATE TABLE "IdempotencyKey" (
    "keyHash" BYTEA NOT NULL,
    "requestHash" BYTEA NOT NULL,
    "status" INTEGER,
    "body" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "IdempotencyKey_pkey" PRIMARY KEY ("keyHash")
);

CREATE INDEX "IdempotencyKey_expiresAt_idx" ON "IdempotencyKey"("expiresAt");

CREATE TABLE "RefreshToken" (
    "tokenHash" BYTEA NOT NULL,
    "sessionId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "RefreshToken_pkey" PRIMARY KEY ("tokenHash")
);

CREATE INDEX "RefreshToken_sessionId_idx" ON "RefreshToken"("sessionId");

ALTER TABLE "RefreshToken" ADD CONSTRAINT "RefreshToken_sessionId_fkey"
  FOREIGN KEY ("sessionId") REFERENCES "Session"("id") ON DELETE CASCADE ON UPDATE CASCADE;
