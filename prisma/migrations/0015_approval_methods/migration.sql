-- How an operation was approved, where it was not by its code: sealed like the yes itself.

ALTER TABLE "Approval" ADD COLUMN "method" TEXT, ADD COLUMN "methodSeal" BYTEA;

ALTER TABLE "Approval" ADD CONSTRAINT "Approval_method_sealed" CHECK (
  ("method" IS NULL OR "method" = 'passkey') AND ("method" IS NULL) = ("methodSeal" IS NULL));
