-- Seats counted from the tables; the denominator is all bodies and the withheld.
WITH whole AS (SELECT (SELECT count(*) FROM organisations) + (SELECT coalesce(sum(count), 0) FROM withheld) AS n)
SELECT seat, seat_status AS status, count(*) AS bodies, round(count(*) / any_value(whole.n), 3) AS share,
       count(*) FILTER (id IN (
         SELECT about FROM claims WHERE property = 'seat' AND rank = 'preferred' AND method = 'recalled')) AS recalled
FROM organisations, whole GROUP BY seat, seat_status
