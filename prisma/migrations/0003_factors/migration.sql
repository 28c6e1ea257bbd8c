-- Second factors, backup codes, trusted devices, addresses that are still to be proved, and the way back from a change.

ALTER TABLE "User" ADD COLUMN "passwordResetBy" TEXT;
ALTER TABLE "Session" ADD COLUMN "deviceHash" BYTEA;

CREATE TABLE "Factor" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "userId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "secret" BYTEA,
    "keyId" TEXT,
    "lastStep" BIGINT,
    "aheadSteps" SMALLINT NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "confirmedAt" TIMESTAMPTZ(3),
    "lastUsedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Factor_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Passkey" (
    "factorId" UUID NOT NULL,
    "credentialId" TEXT NOT NULL,
    "publicKey" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL DEFAULT 0,
    "transports" TEXT[],

    CONSTRAINT "Passkey_pkey" PRIMARY KEY ("factorId")
);

CREATE TABLE "BackupCode" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "userId" UUID NOT NULL,
    "codeHash" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "BackupCode_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "TrustedDevice" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "tokenHash" BYTEA NOT NULL,
    "userId" UUID NOT NULL,
    "userAgent" TEXT,
    "clientAddress" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "TrustedDevice_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "PendingAddress" (
    "userId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PendingAddress_pkey" PRIMARY KEY ("userId", "kind")
);

CREATE TABLE "AddressUndo" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "tokenHash" BYTEA NOT NULL,
    "userId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "verifiedAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "AddressUndo_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "Factor_userId_idx" ON "Factor"("userId");
CREATE UNIQUE INDEX "Passkey_credentialId_key" ON "Passkey"("credentialId");
CREATE UNIQUE INDEX "BackupCode_userId_codeHash_key" ON "BackupCode"("userId", "codeHash");
CREATE UNIQUE INDEX "TrustedDevice_tokenHash_key" ON "TrustedDevice"("tokenHash");
CREATE INDEX "TrustedDevice_userId_idx" ON "TrustedDevice"("userId");
CREATE UNIQUE INDEX "AddressUndo_tokenHash_key" ON "AddressUndo"("tokenHash");
CREATE INDEX "AddressUndo_userId_idx" ON "AddressUndo"("userId");

ALTER TABLE "Factor" ADD CONSTRAINT "Factor_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Passkey" ADD CONSTRAINT "Passkey_factorId_fkey" FOREIGN KEY ("factorId") REFERENCES "Factor"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "BackupCode" ADD CONSTRAINT "BackupCode_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "TrustedDevice" ADD CONSTRAINT "TrustedDevice_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "PendingAddress" ADD CONSTRAINT "PendingAddress_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "AddressUndo" ADD CONSTRAINT "AddressUndo_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Everything below is what the schema language cannot say.

ALTER TABLE "User"
  ADD CONSTRAINT "User_passwordResetBy_known" CHECK ("passwordResetBy" IN ('email', 'phone'));

ALTER TABLE "Factor"
  ADD CONSTRAINT "Factor_kind_known" CHECK ("kind" IN ('totp', 'sms', 'whatsapp', 'voice', 'email', 'passkey')),
  ADD CONSTRAINT "Factor_totp_has_secret" CHECK (("kind" = 'totp') = ("secret" IS NOT NULL AND "keyId" IS NOT NULL)),
  ADD CONSTRAINT "Factor_aheadSteps_range" CHECK ("aheadSteps" BETWEEN 0 AND 2);

ALTER TABLE "PendingAddress"
  ADD CONSTRAINT "PendingAddress_kind_known" CHECK ("kind" IN ('email', 'phone'));
ALTER TABLE "AddressUndo"
  ADD CONSTRAINT "AddressUndo_kind_known" CHECK ("kind" IN ('email', 'phone'));

-- One authenticator app and one factor of each channel per account; passkeys may be several.
CREATE UNIQUE INDEX "Factor_one_of_a_kind" ON "Factor" ("userId", "kind") WHERE "kind" <> 'passkey';

-- A device was trusted under the factors and the password of its day: any change of them ends that, whoever made it.
CREATE FUNCTION latchkey_end_trusted_devices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "TrustedDevice" SET "endedAt" = now()
   WHERE "endedAt" IS NULL AND "userId" = CASE
     WHEN TG_TABLE_NAME = 'User' THEN (to_jsonb(NEW)->>'id')::uuid
     WHEN TG_OP = 'DELETE' THEN (to_jsonb(OLD)->>'userId')::uuid
     ELSE (to_jsonb(NEW)->>'userId')::uuid END;
  RETURN NULL;
END $$;

CREATE TRIGGER "Factor_added_ends_trust" AFTER UPDATE OF "confirmedAt" ON "Factor" FOR EACH ROW
  WHEN (OLD."confirmedAt" IS DISTINCT FROM NEW."confirmedAt") EXECUTE FUNCTION latchkey_end_trusted_devices();
CREATE TRIGGER "Factor_new_ends_trust" AFTER INSERT ON "Factor" FOR EACH ROW
  WHEN (NEW."confirmedAt" IS NOT NULL) EXECUTE FUNCTION latchkey_end_trusted_devices();
CREATE TRIGGER "Factor_removed_ends_trust" AFTER DELETE ON "Factor" FOR EACH ROW
  WHEN (OLD."confirmedAt" IS NOT NULL) EXECUTE FUNCTION latchkey_end_trusted_devices();
CREATE TRIGGER "User_password_ends_trust" AFTER UPDATE OF "passwordChangedAt" ON "User" FOR EACH ROW
  WHEN (OLD."passwordChangedAt" IS DISTINCT FROM NEW."passwordChangedAt") EXECUTE FUNCTION latchkey_end_trusted_devices();
CREATE TRIGGER "User_disabled_ends_trust" AFTER UPDATE OF "status" ON "User" FOR EACH ROW
  WHEN (NEW."status" = 'disabled' AND OLD."status" <> 'disabled') EXECUTE FUNCTION latchkey_end_trusted_devices();
