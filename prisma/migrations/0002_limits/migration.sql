-- Limits and holds: each is one statement for its caller.

-- Every take rewrites its row: room on the page keeps that cheap (heap-only tuples).
ALTER TABLE "LimitWindow" SET (fillfactor = 70);
ALTER TABLE "Hold" SET (fillfactor = 70);

-- Takes one use of every limit, or of none. The arrays are parallel, the keys differ. One row per key, in the caller's
-- order: what is left now, and 0, or the time until this key lets one through. If any time is above 0, nothing was taken.
-- Written as a loop of single-row statements: their plans are kept, which a set of arrays in one statement is too costly for.
CREATE FUNCTION latchkey_take_limits(keys text[], maxima int[], seconds int[])
RETURNS TABLE ("remaining" int, "retryAfterSeconds" int) LANGUAGE plpgsql AS $$
DECLARE
  ordered int[];
  i int;
  instant timestamptz;
  span interval;
  live timestamptz[];
  used int;
  lefts int[] := array_fill(0, ARRAY[cardinality(keys)]);
  waits int[] := array_fill(0, ARRAY[cardinality(keys)]);
  refused boolean := false;
BEGIN
  -- In key order, so that two callers with the same keys in another order cannot wait for each other.
  SELECT array_agg(ordinal ORDER BY k COLLATE "C") INTO ordered FROM unnest(keys) WITH ORDINALITY AS a (k, ordinal);
  FOREACH i IN ARRAY ordered LOOP
    LOOP
      SELECT w."hits" INTO live FROM "LimitWindow" w WHERE w."key" = keys[i] FOR UPDATE;
      EXIT WHEN FOUND;
      live := '{}';
      INSERT INTO "LimitWindow" ("key", "hits", "expiresAt") VALUES (keys[i], live, clock_timestamp()) ON CONFLICT DO NOTHING;
      EXIT WHEN FOUND;
      -- Another caller inserted it a moment ago: the next round waits for its lock.
    END LOOP;
    -- Not now(), which is from before the wait for the lock. Cut to what the column keeps.
    instant := date_trunc('milliseconds', clock_timestamp());
    span := make_interval(secs => seconds[i]);
    IF live[1] <= instant - span THEN
      live := array(SELECT hit FROM unnest(live) AS hit WHERE hit > instant - span ORDER BY hit);
    END IF;
    used := cardinality(live);
    lefts[i] := greatest(0, maxima[i] - used);
    IF used >= maxima[i] THEN
      refused := true;
      -- When enough of the oldest uses will have left. Never longer than the window, whatever a clock did.
      waits[i] := CASE WHEN maxima[i] <= 0 THEN seconds[i] ELSE
        greatest(1, least(seconds[i], ceil(extract(epoch FROM live[used - maxima[i] + 1] + span - instant)))) END;
    END IF;
  END LOOP;

  IF NOT refused THEN
    -- After the last lock, so the times in a row are in order.
    instant := date_trunc('milliseconds', clock_timestamp());
    FOR i IN 1 .. cardinality(keys) LOOP
      span := make_interval(secs => seconds[i]);
      UPDATE "LimitWindow" w
         SET "hits" = CASE WHEN w."hits"[1] <= instant - span
                           THEN array(SELECT hit FROM unnest(w."hits") AS hit WHERE hit > instant - span ORDER BY hit)
                           ELSE w."hits" END || instant,
             "expiresAt" = instant + span
       WHERE w."key" = keys[i];
      lefts[i] := lefts[i] - 1;
    END LOOP;
  END IF;

  FOR i IN 1 .. cardinality(keys) LOOP
    "remaining" := lefts[i];
    "retryAfterSeconds" := waits[i];
    RETURN NEXT;
  END LOOP;
END $$;

-- Counts one failure of a subject over all its codes, channels and factors. Ten in a row hold the subject for
-- 15 minutes; the count starts again after a hold, "total" does not. Failures that race into a hold do not prolong it.
CREATE FUNCTION latchkey_count_failure(of_subject text, hold_after int DEFAULT 10, hold_seconds int DEFAULT 900)
RETURNS TABLE ("failures" int, "total" int, "heldUntil" timestamptz) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  INSERT INTO "Hold" AS h ("subject", "failures", "total", "heldUntil", "updatedAt")
    VALUES (of_subject, 1, 1, CASE WHEN hold_after <= 1 THEN date_trunc('milliseconds', now()) + make_interval(secs => hold_seconds) END, now())
  ON CONFLICT ("subject") DO UPDATE SET
    "failures" = CASE WHEN h."heldUntil" <= now() THEN 1 ELSE h."failures" + 1 END,
    "total" = h."total" + 1,
    "heldUntil" = CASE
      WHEN h."heldUntil" > now() THEN h."heldUntil"
      WHEN CASE WHEN h."heldUntil" <= now() THEN 1 ELSE h."failures" + 1 END >= hold_after
        THEN date_trunc('milliseconds', now()) + make_interval(secs => hold_seconds)
      END,
    "updatedAt" = now()
  RETURNING h."failures", h."total", h."heldUntil"::timestamptz;
END $$;
