-- Filled in: Green, its columns, the same of the mapping, the mapping.
INSERT INTO %s (%s) SELECT %s FROM %s b
