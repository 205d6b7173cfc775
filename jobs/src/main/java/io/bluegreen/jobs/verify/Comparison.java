package io.bluegreen.jobs.verify;

import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

import io.bluegreen.jobs.findings.DifferenceStore;
import io.bluegreen.mapping.Keys;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * One comparison of one table.
 *
 * @param plan whose ranges are compared
 * @param exact whether rows are compared one by one
 * @param maxDifferences how many rows are noted at most
 * @param since the position of Blue's change log before the first read; empty where there
 * is none
 */
record Comparison(Mapping mapping, long plan, Totals totals, Seeds seeds, boolean exact, int maxDifferences,
		Optional<String> since) {

	/** A statement that speaks of keys, with the seeds of the hashes. */
	StatementSpec statement(Side side, String sql, Keys keys) {
		return side.client()
			.sql(sql)
			.params(keys.parameters())
			.param("rowSeed", this.seeds.row())
			.param("mixSeed", this.seeds.mix());
	}

	ComparisonSql sql() {
		return new ComparisonSql(this.mapping, this.totals);
	}

	/** How many more rows may be noted. */
	long room(Side green) {
		return Math.max(0, this.maxDifferences - new DifferenceStore(green).noted(this.plan));
	}

}
