-- The sheet, from the rows themselves.
SELECT 'letter/' || l.id AS letter, l.stated_total, count(s.id) AS named,
       coalesce(any_value(w.count), 0) AS withheld, any_value(t.unresolved) AS unresolved,
       count(DISTINCT s.organisation) AS organisations,
       count(s.id) - count(DISTINCT s.organisation) - count(*) FILTER (s.capacity = 'person' AND s.repeats IS NULL) AS repeated,
       count(*) FILTER (s.capacity = 'person' AND s.repeats IS NULL) AS individuals,
       coalesce(l.stated_total = count(s.id) + coalesce(any_value(w.count), 0) + any_value(t.unresolved),
         (SELECT count(DISTINCT e.stated_total) < 2 FROM stated e WHERE e.letter = l.id AND e.id <> l.id))
       AND (l.stated_withheld IS NOT NULL OR
         (SELECT count(DISTINCT e.stated_withheld) < 2 FROM stated e WHERE e.letter = l.id AND e.id <> l.id)) AS closes
FROM letters l JOIN stated t ON t.id = l.id LEFT JOIN withheld w ON w.letter = l.id LEFT JOIN signatures s ON s.letter = l.id
GROUP BY l.id, l.stated_total, l.stated_withheld
