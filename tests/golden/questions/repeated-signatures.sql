-- Signatures that repeat one, each under its least printed name.
SELECT 'letter/' || s.letter AS letter, 'organisation/' || s.organisation AS organisation, o.name,
       list_min(s.names_as_printed) AS repeated, list_min(f.names_as_printed) AS stands
FROM signatures s JOIN signatures f ON f.id = s.repeats JOIN organisations o ON o.id = s.organisation
