-- Bodies with a seat, with the preferred claim behind it.
SELECT 'organisation/' || o.id AS organisation, o.name, o.type, c.confidence, c.method
FROM organisations o LEFT JOIN claims c
  ON c.about = o.id AND c.property = 'seat' AND c.value = o.seat AND c.rank = 'preferred' AND c.confidence IS NOT NULL
WHERE o.seat = $country
