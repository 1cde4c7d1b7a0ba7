-- Every claim about the body that prints this name.
SELECT $name AS name, c.property, c.value, c.confidence, c.method, c.rank, c.rule, c.quote, c.begin, c."end",
       'edition/' || e.id AS edition, e.sha256
FROM organisations o JOIN claims c ON c.about = o.id
LEFT JOIN listings l ON l.id = c.source LEFT JOIN editions e ON e.id = l.edition
WHERE list_contains(o.names, $name)
