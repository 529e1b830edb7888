-- Where nothing bounds a range its end is infinite here, so that one condition does for all.
CREATE VIEW events AS SELECT * REPLACE (recorded_at AT TIME ZONE 'UTC' AS recorded_at)
  FROM 'export/events/*.parquet';
CREATE VIEW claims AS SELECT * REPLACE (known_by AT TIME ZONE 'UTC' AS known_by)
  FROM 'export/claims/*.parquet';
CREATE VIEW exposure AS SELECT * REPLACE (
    coalesce(valid_from, '-infinity') AS valid_from, coalesce(valid_to, 'infinity') AS valid_to,
    coalesce(known_from AT TIME ZONE 'UTC', '-infinity') AS known_from,
    coalesce(known_to AT TIME ZONE 'UTC', 'infinity') AS known_to, coalesce(until, 9e18::BIGINT) AS until)
  FROM 'export/exposure/*.parquet';
CREATE VIEW standings AS SELECT * REPLACE (
    coalesce(known_from AT TIME ZONE 'UTC', '-infinity') AS known_from,
    coalesce(known_to AT TIME ZONE 'UTC', 'infinity') AS known_to, coalesce(until, 9e18::BIGINT) AS until)
  FROM 'export/standings/*.parquet';
CREATE VIEW links AS SELECT * REPLACE (coalesce(until, 9e18::BIGINT) AS until) FROM 'export/links/*.parquet';
CREATE VIEW regions AS SELECT * REPLACE (
    coalesce(since, '-infinity') AS since, coalesce(until, 'infinity') AS until)
  FROM 'export/regions/*.parquet';
CREATE VIEW history AS FROM 'export/history/*.parquet';
CREATE VIEW chains AS FROM 'export/chains/*.parquet';
CREATE VIEW without AS FROM 'export/without/*.parquet';

-- The three clocks: a day of valid time, an instant (the end of a day, or hindsight), a position.
CREATE MACRO end_of(a_day) AS (a_day + INTERVAL 1 DAY);
CREATE MACRO hindsight() AS TIMESTAMP '9999-12-31';
CREATE MACRO head() AS 8e18::BIGINT;
CREATE MACRO position_at(moment) AS (SELECT coalesce(max(position), 0) FROM events WHERE recorded_at <= moment);

-- A vendor, those merged with it and, if asked, those it owns, with how surely they belong to it.
CREATE MACRO kin(who, on_day, known, upto, owned) AS TABLE WITH RECURSIVE
  merged(vendor) AS (SELECT who UNION
    SELECT if(one = vendor, other, one) FROM merged JOIN links ON vendor IN (one, other)
    WHERE link = 'vendor-merged' AND since <= upto AND until > upto),
  holdings AS (
    SELECT c.owner, e.vendor, max(least(e.certain, 1)) AS certain, max(least(e.presumed, 1)) AS presumed
    FROM exposure e JOIN claims c ON c.kind = 'ownership-held' AND c.position <= upto
      AND (c.occurrence, c.vendor) = (e.occurrence, e.vendor)
    WHERE e.type = 'ownership' AND coalesce(e.possible, 1) > 0
      AND valid_from <= on_day AND valid_to > on_day AND known_from <= known AND known_to > known
      AND since <= upto AND until > upto
    GROUP BY ALL),
  members AS (SELECT vendor, 1 AS certain, 1 AS presumed FROM merged UNION
    SELECT h.vendor, least(m.certain, h.certain), least(m.presumed, h.presumed)
    FROM members m JOIN holdings h ON h.owner = m.vendor WHERE owned)
  SELECT vendor, max(certain) AS certain, max(presumed) AS presumed FROM members GROUP BY vendor;

-- Each count of each occurrence; no vendor (NULL) is any, no place anywhere.
CREATE MACRO counts(who, place, on_day, known := hindsight(), upto := head(), owned := false) AS TABLE
  SELECT e.occurrence, e.vendor, e.type, e.unit,
    coalesce(list(DISTINCT e.region) FILTER (e.region IS NOT NULL), []) AS regions,
    if(coalesce(any_value(f.certain), 1) = 1, min(e.certain), 0) AS certain,
    greatest(if(coalesce(any_value(f.certain), 1) = 1, min(e.certain), 0),
             if(coalesce(any_value(f.presumed), 1) = 1, min(e.presumed), 0)) AS presumed,
    if(bool_or(e.possible IS NULL), NULL, max(e.possible)) AS possible, bool_or(e.contested) AS contested
  FROM exposure e LEFT JOIN kin(who, on_day, known, upto, owned) f ON f.vendor = e.vendor
  WHERE (who IS NULL OR f.vendor IS NOT NULL) AND e.type <> 'ownership'
    AND (place IS NULL OR e.region IN (SELECT region FROM regions
      WHERE within = place AND since <= on_day AND until > on_day))
    AND valid_from <= on_day AND valid_to > on_day AND known_from <= known AND known_to > known
    AND since <= upto AND until > upto
  GROUP BY e.occurrence, e.vendor, e.type, e.unit;

-- The claims behind each count.
CREATE MACRO grounds(who, place, on_day, known := hindsight(), upto := head(), owned := false) AS TABLE
  SELECT DISTINCT n.occurrence, n.vendor, n.type, n.unit, n.possible, c.position
  FROM counts(who, place, on_day, known, upto, owned) n
  JOIN standings s ON s.occurrence = n.occurrence AND s.counts <> 'no'
    AND s.known_from <= known AND s.known_to > known AND s.since <= upto AND s.until > upto
  JOIN claims c ON c.position = s.position AND c.vendor = n.vendor
    AND c.says <> 'nothing' AND c.modality <> 'denied'
    AND CASE WHEN c.type IS NULL THEN coalesce(c.unit, n.unit) = n.unit
        ELSE (c.type, c.counted_unit) = (n.type, n.unit) END;

-- Totals: occurrences of a vendor in places that meet may be one unless one source tells them apart;
-- a member is counted within its cohort.
CREATE MACRO totals(who, place, on_day, known := hindsight(), upto := head(), owned := false) AS TABLE WITH RECURSIVE
  n AS (FROM counts(who, place, on_day, known, upto, owned)),
  member AS (SELECT m.*, l.other AS cohort FROM n m JOIN links l
      ON l.link = 'member-of' AND l.one = m.occurrence AND l.since <= upto AND l.until > upto
    WHERE EXISTS (FROM n WHERE (occurrence, type, unit) = (l.other, m.type, m.unit))),
  named AS (SELECT cohort, type, unit, sum(certain) AS many FROM member GROUP BY ALL),
  c AS (SELECT n.* REPLACE (greatest(n.certain, least(coalesce(many, 0), coalesce(possible, many, 0))) AS certain)
    FROM n LEFT JOIN named ON (cohort, named.type, named.unit) = (n.occurrence, n.type, n.unit)
    WHERE NOT EXISTS (FROM member m WHERE (m.occurrence, m.vendor, m.type, m.unit) = (n.occurrence, n.vendor, n.type, n.unit))),
  near AS (SELECT a.vendor, a.type, a.unit, a.occurrence AS one, b.occurrence AS other
    FROM c a JOIN c b ON (a.vendor, a.type, a.unit) = (b.vendor, b.type, b.unit)
      AND (a.regions = [] OR b.regions = [] OR list_has_any(a.regions, b.regions))),
  reach AS (FROM near UNION SELECT r.vendor, r.type, r.unit, r.one, n.other FROM reach r JOIN near n
    ON (n.vendor, n.type, n.unit, n.one) = (r.vendor, r.type, r.unit, r.other)),
  one AS (SELECT vendor, type, unit, one AS occurrence, min(other) AS first FROM reach GROUP BY ALL),
  teller AS (SELECT DISTINCT g.occurrence, g.vendor, g.type, g.unit, source
    FROM grounds(who, place, on_day, known, upto, owned) g JOIN claims USING (position)),
  told AS (SELECT vendor, type, unit, first, sum(certain) AS certain, sum(greatest(certain, presumed)) AS presumed
    FROM c JOIN one USING (vendor, type, unit, occurrence) JOIN teller USING (vendor, type, unit, occurrence)
    GROUP BY vendor, type, unit, first, source),
  least_told AS (SELECT vendor, type, unit, first, max(certain) AS certain, max(presumed) AS presumed
    FROM told GROUP BY vendor, type, unit, first)
  SELECT type, unit, sum(certain)::BIGINT AS certain, sum(presumed)::BIGINT AS presumed, possible
  FROM least_told JOIN (SELECT type, unit, if(bool_or(possible IS NULL), NULL, sum(possible)::BIGINT) AS possible
    FROM c GROUP BY type, unit) USING (type, unit)
  GROUP BY type, unit, possible ORDER BY type, unit;

CREATE MACRO status(who, place, on_day, known := hindsight(), upto := head()) AS (SELECT CASE
  WHEN upto = 0 THEN 'before_first_record'
  WHEN EXISTS (FROM counts(who, place, on_day, known, upto)) THEN 'exposed' ELSE 'none_recorded' END);

-- What came out only after the day, and how many days later at the least and at the most.
CREATE MACRO came_out_later(who, place, on_day) AS TABLE
  WITH late AS (
    SELECT min(disclosed_last) AS last, if(bool_or(disclosed_first IS NULL), NULL, min(disclosed_first)) AS first,
      arg_min({'first': begins_first, 'last': begins_last}, (begins_first, begins_last))
        FILTER (begins_first IS NOT NULL AND begins_last IS NOT NULL) AS begun
    FROM grounds(who, place, on_day) g JOIN claims USING (position)
    WHERE coalesce(g.possible, 1) > 0
    GROUP BY g.occurrence, g.vendor, g.type, g.unit HAVING bool_and(known_by > end_of(on_day)))
  SELECT count(*) AS not_yet_public, min(last) AS first_public,
    min(first - begun.last) AS least_days, max(last - begun.first) AS most_days FROM late;

-- What moves no counter, and stands beside an answer.
CREATE MACRO notes(who, place, on_day, known := hindsight(), upto := head()) AS TABLE
  SELECT DISTINCT c.position, c.kind, c.occurrence, c.modality, c.source
  FROM history h JOIN claims c USING (position) JOIN standings s USING (position)
  WHERE (who IS NULL OR h.vendor IN (SELECT vendor FROM kin(who, on_day, known, upto, false)))
    AND (place IS NULL OR h.region IN (SELECT region FROM regions
      WHERE within = place AND since <= on_day AND until > on_day))
    AND h.counts <> 1 AND coalesce(h.first_day, on_day) <= on_day AND s.counts <> 'no'
    AND s.known_from <= known AND s.known_to > known AND s.since <= upto AND s.until > upto
    AND c.kind NOT IN ('vendor-named', 'region-named', 'source-described', 'source-rated')
    AND NOT ((c.modality = 'denied' OR c.says <> 'nothing') AND c.occurrence IN (
      SELECT occurrence FROM counts(who, place, on_day, known, upto) WHERE coalesce(possible, 1) > 0))
  ORDER BY c.position;

-- Who denies an occurrence, and whether it is the vendor itself.
CREATE MACRO disputes(of_occurrence, known := hindsight(), upto := head()) AS TABLE
  SELECT coalesce(said ->> '$.denier', source) AS by_whom, by_whom IS NOT DISTINCT FROM vendor AS itself
  FROM standings s JOIN claims c USING (position)
  WHERE s.occurrence = of_occurrence AND c.modality = 'denied' AND s.counts <> 'no'
    AND s.known_from <= known AND s.known_to > known AND s.since <= upto AND s.until > upto;

-- The counts in hindsight without some sources and all that relies on them.
CREATE MACRO counts_without(who, place, on_day, left_out) AS TABLE
  WITH n AS (SELECT n.*, array_to_string(list_sort(list_intersect(left_out, (SELECT list(DISTINCT source)
      FROM chains WHERE chains.occurrence = n.occurrence))), ',') AS hit FROM counts(who, place, on_day) n)
  SELECT occurrence, vendor, type, unit, certain, presumed, possible FROM n WHERE hit = ''
  UNION SELECT n.occurrence, n.vendor, n.type, n.unit, w.certain, w.presumed, w.possible
  FROM n JOIN without w ON w.without = n.hit
    AND (w.occurrence, w.vendor, w.type, w.unit) = (n.occurrence, n.vendor, n.type, n.unit)
    AND coalesce(w.valid_from, '-infinity') <= on_day AND coalesce(w.valid_to, 'infinity') > on_day;

-- C1 to C5: how many of Dahua's projects in Xinjiang were in force at five times (certain, presumed, possible), and
-- how long after 2018-01-01 did that come out? 0/0/0, 0/0/5, 1/1/5 (public 2549 to 3279 days later), 1/1/4, 0/0/4.
FROM totals('dahua', 'CN-XJ', DATE '2015-12-31') WHERE type = 'project';
FROM totals('dahua', 'CN-XJ', DATE '2016-06-30') WHERE type = 'project';
FROM totals('dahua', 'CN-XJ', DATE '2018-01-01') WHERE type = 'project';
FROM came_out_later('dahua', 'CN-XJ', DATE '2018-01-01');
FROM totals('dahua', 'CN-XJ', DATE '2024-12-23') WHERE type = 'project';
FROM totals('dahua', 'CN-XJ', DATE '2025-06-01') WHERE type = 'project';
-- C6: what was public by the end of 2017 of Dahua in Xinjiang then? Nothing: none_recorded.
SELECT status('dahua', 'CN-XJ', DATE '2017-12-31', known := end_of(DATE '2017-12-31'));
-- C7: was Dahua on the Entity List the day before it took effect, and on the day; who denied it? 0/0/0, announced
-- and denied already; 1/1/1 from the day on, denied by Dahua itself.
FROM totals('dahua', 'CN-XJ', DATE '2019-10-08', known := end_of(DATE '2019-10-08'));
FROM notes('dahua', 'CN-XJ', DATE '2019-10-08', known := end_of(DATE '2019-10-08'));
FROM totals('dahua', 'CN-XJ', DATE '2019-10-09', known := end_of(DATE '2019-10-09'));
SELECT d.* FROM disputes('dahua-us-entity-list', known := end_of(DATE '2019-10-09')) d;
-- C8: what would this log have answered at the end of 2020-01-01? It held nothing yet: before_first_record.
SELECT status('dahua', 'CN-XJ', DATE '2020-01-01', known := end_of(DATE '2020-01-01'), upto := position_at(end_of(DATE '2020-01-01')));
-- C9: what are the counts of C3 without a source that retold them, and without two? 1/1/5 both times: none hangs on them.
FROM counts_without('dahua', 'CN-XJ', DATE '2018-01-01', ['biometric-update']) WHERE type = 'project';
FROM counts_without('dahua', 'CN-XJ', DATE '2018-01-01', ['biometric-update', 'reuters']) WHERE type = 'project';
-- C10: were Hikvision's five contracts in force in 2020, after they had ended, and two days before, by what was public
-- then? 5/5/5; 0/0/0; nothing, for they came out with their end.
FROM totals('hikvision', 'CN-XJ', DATE '2020-01-01') WHERE type = 'contract';
FROM totals('hikvision', 'CN-XJ', DATE '2024-12-14') WHERE type = 'contract';
FROM totals('hikvision', 'CN-XJ', DATE '2024-12-12', known := end_of(DATE '2024-12-12')) WHERE type = 'contract';
-- C11: was Megvii on the list of section 1260H in June 2024, in February 2025, and in February 2025 by what was known
-- in 2024? 1/1/1; 0/0/0; 1/1/1.
FROM totals('megvii', 'US', DATE '2024-06-01') WHERE unit = 'us-1260h';
FROM totals('megvii', 'US', DATE '2025-02-01') WHERE unit = 'us-1260h';
FROM totals('megvii', 'US', DATE '2025-02-01', known := end_of(DATE '2024-12-31')) WHERE unit = 'us-1260h';
-- C12: what may be in force in Latin America and all within it, of anyone, and what was said of it beside? Two
-- occurrences in Sao Paulo; six statements and measurements.
FROM counts(NULL, '419', current_date) WHERE possible > 0;
FROM notes(NULL, '419', current_date);
-- C13: what was in force of Hikvision and of what it owned in June 2023? Five contracts, six listings.
FROM totals('hikvision', 'CN-XJ', DATE '2023-06-01', owned := true);
-- C14: on what does the longest citation of one statement rely, link by link, and how many roots have all of them?
-- On a white paper, through three others: one root.
SELECT link, source FROM chains WHERE position = (SELECT arg_max(position, link)
  FROM chains WHERE occurrence = 'china-celac-security') ORDER BY link;
SELECT greatest(1, count(DISTINCT place) FILTER (assessed)) AS roots_lo, count(DISTINCT place) AS roots_hi
  FROM chains WHERE root AND occurrence = 'china-celac-security';
