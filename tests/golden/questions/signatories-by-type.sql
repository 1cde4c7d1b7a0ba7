-- Types counted from the tables.
WITH whole AS (SELECT (SELECT count(*) FROM organisations) + (SELECT coalesce(sum(count), 0) FROM withheld) AS n)
SELECT type, count(*) AS bodies, round(count(*) / any_value(whole.n), 3) AS share
FROM organisations, whole GROUP BY type
