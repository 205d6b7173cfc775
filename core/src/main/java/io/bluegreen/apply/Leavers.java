package io.bluegreen.apply;

import java.util.List;
import java.util.Set;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.catalog.Columns;
import io.bluegreen.catalog.SqlTemplate;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.transport.RowSource;
import io.bluegreen.transport.Transport;

/**
 * Rows of the target that the source has deleted, as its log said, and that nobody has
 * taken away from the target yet.
 */
record Leavers(JdbcClient target, Mapping mapping, Transport transport) {

	private static final String QUEUED = """
			SELECT key FROM bluegreen.changed_key WHERE table_name = :table AND gone AND key IN (%s)
			""";

	private static final SqlTemplate LACKING = SqlTemplate.of("""
			SELECT {keyText} AS key FROM ({keys}) k
			WHERE NOT EXISTS (SELECT FROM {source} b WHERE {inSource} AND ({sourceKey}) = ({key}))
			""");

	/**
	 * Those among these keys that the source table lacks now, whether it ever knew them.
	 */
	Set<List<String>> lacking(Set<List<String>> keys) {
		if (keys.isEmpty()) {
			return Set.of();
		}
		KeySet asked = new KeySet(List.copyOf(keys));
		RowSource there = this.transport.sourceKeys(asked);
		String lacking = LACKING.with("keyText", this.mapping.keyText("k"))
			.with("keys", asked.rows(this.mapping.key()))
			.with("source", there.relation())
			.with("inSource", there.condition())
			.with("sourceKey", Columns.of(there.key()).list("b"))
			.with("key", this.mapping.key("k"))
			.sql();
		return Set
			.copyOf(KeySet.of(this.target.sql(lacking).params(asked.parameters()).params(there.parameters())).keys());
	}

	/**
	 * Takes away those among these keys that the queue of changes calls gone and the
	 * source table lacks: a row that the source never knew is none of them. That table is
	 * read once they are locked. They stay queued, so that they are set again once no
	 * older apply is open.
	 * @return the number of rows deleted
	 */
	int takeAway(Set<List<String>> keys) {
		KeySet asked = new KeySet(List.copyOf(keys));
		KeySet gone = keys.isEmpty() ? asked
				: KeySet.of(this.target.sql(QUEUED.formatted(asked.texts()))
					.params(asked.parameters())
					.param("table", this.mapping.table()));
		if (gone.keys().isEmpty()) {
			return 0;
		}
		Reinsert.lock(this.target, this.mapping, gone);
		return new Apply(this.mapping, this.transport).deleteGone(this.target, gone);
	}

}
