package io.bluegreen.jobs.verify;

import java.util.List;
import java.util.Optional;

import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Keys;
import io.bluegreen.session.Side;
import io.bluegreen.transport.InDatabase;
import io.bluegreen.transport.RowSource;

/**
 * Both sides in one database: one statement, hence one snapshot.
 */
record SameDatabaseReader(Side green, Comparison comparison) implements SideReader {

	@Override
	public List<Sums> checksums(KeyRange range) {
		return this.comparison.statement(this.green, this.comparison.sql().checksums(range), range)
			.query(Sums::of)
			.list();
	}

	@Override
	public List<Paired> pairs(Keys keys) {
		RowSource rows = fetchRows(keys);
		return this.comparison.statement(this.green, this.comparison.sql().pairsAndSource(keys, rows), keys)
			.params(rows.parameters())
			.query(Paired::of)
			.list();
	}

	@Override
	public Keys inGreen(Keys keys) {
		return keys;
	}

	@Override
	public RowSource fetchRows(Keys keys) {
		return new InDatabase(this.comparison.mapping()).fetchRows(keys);
	}

	@Override
	public Looked look(KeySet keys, Optional<String> since) {
		ChangesSeen changes = new ChangesSeen(this.green, this.green, this.comparison.mapping());
		return new Looked(fetchRows(keys), changes.open(keys, changes.position()), changes.gone(keys, since));
	}

}
