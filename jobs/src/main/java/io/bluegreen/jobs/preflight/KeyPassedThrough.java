package io.bluegreen.jobs.preflight;

import java.util.List;
import java.util.Optional;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.Relation;
import io.bluegreen.failure.RefusedException;
import io.bluegreen.jobs.preflight.ColumnOrigin.Origin;
import io.bluegreen.jobs.preflight.Reads.Thing;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * The key that a view shows is the key of the very row of the source that it shows. With
 * another unique column for it, the keys in the log would be taken for other rows'.
 */
class KeyPassedThrough implements MappingCheck {

	private final Side blue;

	KeyPassedThrough(Side blue) {
		this.blue = blue;
	}

	@Override
	public String name() {
		return "the view shows its source's own key";
	}

	@Override
	public void require(Mapping mapping) {
		if (mapping.source().isEmpty()) {
			return;
		}
		Relation source = mapping.source().get();
		Reads reads = Reads.of(this.blue, mapping);
		List<Origin> own = columns(source, mapping.sourceKey());
		List<Origin> shown = columns(mapping.from(), mapping.fromKey());
		for (int i = 0; i < mapping.key().size(); i++) {
			Optional<Origin> origin = new ColumnOrigin(reads).of(shown.get(i));
			if (!origin.equals(Optional.of(own.get(i)))) {
				throw refusal(mapping, mapping.fromKey().get(i), mapping.sourceKey().get(i),
						origin.flatMap((other) -> reads.relation(other.relation())));
			}
		}
	}

	private List<Origin> columns(Relation relation, List<Column> columns) {
		return this.blue.in(() -> this.blue.client()
			.sql("""
					SELECT a.attnum FROM unnest(?) WITH ORDINALITY wanted (name, place)
					JOIN pg_attribute a ON a.attrelid = ? AND a.attname = wanted.name ORDER BY wanted.place
					""")
			.params(columns.stream().map(Column::name).toArray(String[]::new), relation.oid())
			.query((row, i) -> new Origin(relation.oid(), row.getLong(1)))
			.list());
	}

	private static RefusedException refusal(Mapping mapping, Column shown, Column own, Optional<Thing> other) {
		String source = mapping.source().orElseThrow().sql();
		return new RefusedException(
				"%s: %s.%s is not %s.%s, but %s: the rows that the change log names would be taken for others"
					.formatted(mapping.table(), mapping.from().sql(), shown.sql(), source, own.sql(),
							other.map((thing) -> "another column, of " + thing.name())
								.orElse("an expression, or of a side of an outer join that may be missing")),
				"let the view pass the key of %s through unchanged; or name the key that it shows under bluegreen.tables.%s.source.key, and track the table by that one"
					.formatted(source, mapping.table()));
	}

}
