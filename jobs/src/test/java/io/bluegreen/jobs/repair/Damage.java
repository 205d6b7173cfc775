package io.bluegreen.jobs.repair;

import java.sql.SQLException;
import java.util.Random;

import io.bluegreen.jobs.Family;

/**
 * Random damage to Green: rows that are changed, deleted, or that Blue never knew, values
 * that are exchanged or taken. From a seed.
 */
record Damage(Family family, Random random) {

	private static final String[][] KINDS = { { "UPDATE new.p SET n = n + 1000 WHERE id = %1$d" },
			{ "UPDATE new.p SET v = 'other %2$d', row_version = row_version + 5 WHERE id = %1$d" },
			{ "UPDATE new.p SET n = -n, row_version = row_version - 5 WHERE id = %1$d" },
			{ "DELETE FROM new.c WHERE id = %1$d" },
			{ "DELETE FROM new.c WHERE p = %1$d", "DELETE FROM new.p WHERE id = %1$d" },
			{ "INSERT INTO new.p VALUES (100000 + %2$d, 'extra %2$d', 1, 7)" },
			{ "INSERT INTO new.c SELECT 100000 + %2$d, min(id), 1, 7 FROM new.p" },
			{ "UPDATE new.c SET p = (SELECT max(id) FROM new.p) WHERE id = %1$d" },
			// Only the extra row's end makes the place.
			{ "UPDATE new.p SET v = 'robbed %2$d', row_version = row_version - 5 WHERE id = %1$d",
					"INSERT INTO new.p SELECT 100000 + %2$d, 'v%1$d', 1, 7 WHERE NOT EXISTS (SELECT FROM new.p WHERE v = 'v%1$d')" },
			{ "CREATE TEMP TABLE pair AS SELECT id, v, lead(v, 1, first) OVER (ORDER BY id) AS other "
					+ "FROM (SELECT id, v, first_value(v) OVER (ORDER BY id) AS first FROM new.p WHERE id IN (%1$d, 301 - %1$d)) p",
					"UPDATE new.p SET v = 'moving ' || p.id FROM pair WHERE pair.id = p.id",
					"UPDATE new.p SET v = other, row_version = row_version - 5 FROM pair WHERE pair.id = p.id" } };

	/** Damages about so many rows. */
	void damage(int rows) throws SQLException {
		for (int i = 0; i < rows; i++) {
			String[] kind = KINDS[this.random.nextInt(KINDS.length)];
			String[] statements = new String[kind.length];
			int id = 1 + this.random.nextInt(300);
			for (int j = 0; j < kind.length; j++) {
				statements[j] = kind[j].formatted(id, i);
			}
			this.family.green(statements);
		}
	}

}
