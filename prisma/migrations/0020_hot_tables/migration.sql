-- Two tables of which rows come and go all the time: a window that is new, as most are, is taken in one step where it was two.

-- Takes one use of every limit, or of none. The arrays are parallel, the keys differ. "left" and "waits" are in the caller's
-- order: what is left now, and 0, or the time until this key lets one through. If any time is above 0, nothing was taken.
-- Each statement is about one row and its plan is kept; the usual take is one of them for each key.
CREATE OR REPLACE FUNCTION latchkey_take_together(
  keys text[], maxima int[], seconds int[], OUT "open" boolean, OUT "left" int[], OUT "waits" int[]
) LANGUAGE plpgsql AS $$
DECLARE
  most CONSTANT int := cardinality(keys);
  ordered int[];
  taken int := 0;
  i int;
  wanted text;
  allowed int;
  span interval;
  live timestamptz[];
  used int;
  -- Not now(), which is from before every wait. Cut to what the column keeps.
  began CONSTANT timestamptz := date_trunc('milliseconds', clock_timestamp());
  instant timestamptz := began;
BEGIN
  "open" := true;
  "left" := array_fill(0, ARRAY[most]);
  "waits" := "left";
  -- In key order, so that two callers with the same keys in another order cannot wait for each other.
  FOR place IN 2 .. most LOOP
    IF keys[place] COLLATE "C" < keys[place - 1] COLLATE "C" THEN
      SELECT array_agg(ordinal ORDER BY k COLLATE "C") INTO ordered FROM unnest(keys) WITH ORDINALITY AS a (k, ordinal);
      EXIT;
    END IF;
  END LOOP;

  FOR place IN 1 .. most LOOP
    i := coalesce(ordered[place], place);
    wanted := keys[i];
    allowed := maxima[i];
    span := make_interval(secs => seconds[i]);
    LOOP
      live := NULL;
      IF "open" AND allowed > 0 THEN
        -- Most windows are new. Of one that is there this writes nothing, and waits for nobody but who is making it.
        INSERT INTO "LimitWindow" AS w ("key", "hits", "expiresAt") VALUES (wanted, ARRAY[instant], instant + span)
        ON CONFLICT ("key") DO NOTHING
        RETURNING w."hits" INTO live;
        IF live IS NULL THEN
          -- Uses that no longer count may stay until they are in the way, or more than those that do: moving them out at each
          -- take costs more.
          UPDATE "LimitWindow" w SET "hits" = w."hits" || instant, "expiresAt" = instant + span
           WHERE w."key" = wanted AND cardinality(w."hits") < allowed
             AND (cardinality(w."hits") < 32 OR w."hits"[cardinality(w."hits") / 2] > instant - span)
          RETURNING w."hits" INTO live;
        END IF;
        IF live IS NULL THEN
          UPDATE "LimitWindow" w
             SET "hits" = array(SELECT hit FROM unnest(w."hits") AS hit WHERE hit > instant - span ORDER BY hit) || instant,
                 "expiresAt" = instant + span
           WHERE w."key" = wanted AND w."hits"[1] <= instant - span
             AND (SELECT count(*) FROM unnest(w."hits") AS hit WHERE hit > instant - span) < allowed
          RETURNING w."hits" INTO live;
        END IF;
        IF live IS NOT NULL THEN
          taken := place;
          used := cardinality(live);
          IF live[1] <= instant - span THEN
            used := (SELECT count(*) FROM unnest(live) AS hit WHERE hit > instant - span);
          END IF;
          "left"[i] := allowed - used;
          EXIT;
        END IF;
      END IF;
      -- Full, or another key was: this one is only looked at. Nothing is written and nobody is waited for.
      SELECT w."hits" INTO live FROM "LimitWindow" w WHERE w."key" = wanted;
      instant := date_trunc('milliseconds', clock_timestamp());
      IF live[1] <= instant - span THEN
        live := array(SELECT hit FROM unnest(live) AS hit WHERE hit > instant - span ORDER BY hit);
      END IF;
      used := coalesce(cardinality(live), 0);
      IF used >= allowed THEN
        "open" := false;
        -- When enough of the oldest uses will have left. Never longer than the window, whatever a clock did.
        "waits"[i] := CASE WHEN allowed <= 0 THEN seconds[i] ELSE
          greatest(1, least(seconds[i], ceil(extract(epoch FROM live[used - allowed + 1] + span - instant)))) END;
      ELSE
        "left"[i] := allowed - used;
      END IF;
      -- There is room after all: it was purged, or it became free while this caller waited. Once more.
      EXIT WHEN NOT "open";
    END LOOP;
  END LOOP;

  -- The locks are held until the end, so the last use in each row is still this caller's.
  IF "open" THEN
    -- All are of the time after the last lock: who waited was let through then, and the times in a row are in order.
    instant := date_trunc('milliseconds', clock_timestamp());
    IF instant > began THEN
      FOR i IN 1 .. most LOOP
        UPDATE "LimitWindow" w
           SET "hits"[cardinality(w."hits")] = instant, "expiresAt" = instant + make_interval(secs => seconds[i])
         WHERE w."key" = keys[i];
      END LOOP;
    END IF;
  ELSE
    FOR place IN 1 .. taken LOOP
      i := coalesce(ordered[place], place);
      UPDATE "LimitWindow" w
         SET "hits" = w."hits"[:cardinality(w."hits") - 1],
             "expiresAt" = coalesce(w."hits"[cardinality(w."hits") - 1] + make_interval(secs => seconds[i]), instant)
       WHERE w."key" = keys[i];
      "left"[i] := "left"[i] + 1;
    END LOOP;
  END IF;
END $$;

-- Rows come and go here. Vacuum gave the pages back, down to one; a plan made for one page reads the table whole, and was kept while
-- it filled with hundreds of rows that are gone. What has some pages keeps them, and is looked up by its index.
ALTER TABLE "Hold" SET (vacuum_truncate = false);
ALTER TABLE "LimitWindow" SET (vacuum_truncate = false);
