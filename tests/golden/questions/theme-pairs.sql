-- Pairs of themes with at least two bodies in common.
WITH themes AS (
  SELECT id, 'place/' || unnest(concern) AS theme FROM organisations
  UNION SELECT id, 'focus/' || unnest(focus) FROM organisations)
SELECT x.theme AS a, y.theme AS b, count(*) AS shared
FROM themes x JOIN themes y ON x.id = y.id AND x.theme < y.theme
WHERE NOT list_contains(['focus/general_human_rights', 'focus/other'], x.theme)
  AND NOT list_contains(['focus/general_human_rights', 'focus/other'], y.theme)
GROUP BY ALL HAVING count(*) > 1
