-- Types counted from the tables.
WITH whole AS (SELECT (SELECT count(*) FROM organisations) + (SELECT coalesce(sum(count), 0) FROM withheld) AS n)
SELECT type, count(*) AS bodies, round(count(*) / any_value(whole.n), 3) AS share,
       count(*) FILTER (id IN (
         SELECT about FROM claims WHERE property = 'type' AND rank = 'preferred' AND method = 'recalled')) AS recalled
FROM organisations, whole GROUP BY type
