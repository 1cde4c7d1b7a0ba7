-- Bodies with a seat, with the surest preferred claim behind it.
SELECT 'organisation/' || o.id AS organisation, o.name, o.type, max(c.confidence) AS confidence, min(c.method) AS method
FROM organisations o LEFT JOIN claims c
  ON c.about = o.id AND c.property = 'seat' AND c.value = o.seat AND c.rank = 'preferred' AND c.confidence IS NOT NULL
WHERE o.seat = $country
GROUP BY o.id, o.name, o.type
