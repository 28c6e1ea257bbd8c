-- How many messages an hour a key may send to one address; null: the limits of the catalogue, shared with everybody.
ALTER TABLE "ApiKey" ADD COLUMN "perAddressHour" INTEGER
  CONSTRAINT "ApiKey_perAddressHour_range" CHECK ("perAddressHour" BETWEEN 1 AND 1000);
