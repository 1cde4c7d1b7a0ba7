-- Countries, territories and homelands. A part of a country counts as home for seats in that country.
WITH pairs AS (SELECT id, seat, unnest(concern) AS concern FROM organisations),
     sides AS (SELECT concern, seat, coalesce(seat = concern OR concern LIKE seat || '-%', false) AS home FROM pairs
           WHERE regexp_matches(concern, '^[A-Z]'))
SELECT concern, count(*) AS bodies, count(*) FILTER (seat IS NOT NULL AND NOT home) AS abroad,
       count(*) FILTER (home) AS home, count(*) FILTER (seat IS NULL) AS unknown
FROM sides GROUP BY concern
