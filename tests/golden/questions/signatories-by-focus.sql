-- Topics counted from the tables; a body without any topic is a row with a blank.
WITH whole AS (SELECT (SELECT count(*) FROM organisations) + (SELECT coalesce(sum(count), 0) FROM withheld) AS n),
     topics AS (SELECT id, unnest(CASE WHEN len(focus) = 0 THEN [NULL] ELSE focus END) AS focus FROM organisations)
SELECT focus, count(*) AS bodies, round(count(*) / any_value(whole.n), 3) AS share
FROM topics, whole GROUP BY focus
