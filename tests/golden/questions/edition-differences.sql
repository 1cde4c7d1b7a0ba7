-- A signature's listings against the full editions of its letter that withhold as many.
SELECT 'letter/' || s.letter AS letter, 'edition/' || lacks.id AS lacks, 'edition/' || l.edition AS prints, l.position, l.name
FROM signatures s
JOIN listings l ON l.signature = s.id
JOIN editions lacks ON lacks.letter = s.letter AND lacks.extent = 'full'
JOIN stated a ON a.id = l.edition
JOIN stated b ON b.id = lacks.id
WHERE a.stated_withheld IS NOT DISTINCT FROM b.stated_withheld AND s.capacity = 'organisation'
  AND (a.stated_withheld IS NOT NULL OR NOT EXISTS (SELECT 1 FROM withheld w WHERE w.letter = s.letter))
  AND NOT EXISTS (SELECT 1 FROM listings other WHERE other.signature = s.id AND other.edition = lacks.id)
