package io.bluegreen.jobs.preflight;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import io.bluegreen.catalog.Column;
import io.bluegreen.jobs.RefusedException;
import io.bluegreen.jobs.database.Databases;
import io.bluegreen.jobs.work.ServerError;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.mapping.RowHash;
import io.bluegreen.session.Side;
import io.bluegreen.transport.Reach;

import org.springframework.dao.DataAccessException;

/**
 * What is sent from one database to another must mean the same there, and hash alike.
 */
class Portable implements MappingCheck {

	private static final int SAMPLE = 200;

	private final Databases databases;

	Portable(Databases databases) {
		this.databases = databases;
	}

	@Override
	public void check(Mapping mapping) {
		if (this.databases.areOne()) {
			return;
		}
		requireSame(mapping, "server_encoding", mapping.shared(),
				"create Green's database with Blue's encoding: text is hashed as it is stored");
		requireSame(mapping, "lc_monetary", ofType(mapping, "money"),
				"ALTER DATABASE Green's .. SET lc_monetary to Blue's, or let the view show the amount as numeric");
		ofType(mapping, "oid").stream().findFirst().ifPresent((column) -> {
			throw new RefusedException(
					"%s: %s is the number of a large object or of a row of a catalog, which is another one in Green's database"
						.formatted(mapping.table(), column.sql()),
					"keep large objects in a bytea column, and let the view show that");
		});
		requireSameHashes(mapping);
	}

	private static List<Column> ofType(Mapping mapping, String type) {
		return mapping.shared().stream().filter((column) -> column.shape().equals(type)).toList();
	}

	private void requireSame(Mapping mapping, String setting, List<Column> columns, String wayOut) {
		String there = setting(this.databases.blue(), setting);
		String here = setting(this.databases.green(), setting);
		if (!columns.isEmpty() && !there.equals(here)) {
			throw new RefusedException("%s: %s of Blue is %s, of Green %s, so that %s would not be the same in both"
				.formatted(mapping.table(), setting, there, here, columns.get(0).sql()), wayOut);
		}
	}

	private static String setting(Side side, String name) {
		return side.in(() -> side.client().sql("SELECT current_setting(?)").param(name).query(String.class).single());
	}

	/** Some of Blue's rows, hashed in Blue, and in Green once they were sent there. */
	private void requireSameHashes(Mapping mapping) {
		Side blue = this.databases.blue();
		Hashes hashes = blue.inSnapshot(() -> {
			KeySet keys = sample(blue, mapping);
			return keys.keys().isEmpty() ? Hashes.NONE : hashes(mapping, keys);
		});
		for (int i = 0; i < hashes.there().size(); i++) {
			Column column = mapping.shared().get(i);
			if (!Objects.equals(hashes.there().get(i), hashes.here().get(i))) {
				throw new RefusedException(
						"%s: values of %s (%s) hash differently in Blue and in Green, so they cannot be compared"
							.formatted(mapping.table(), column.sql(), column.type()),
						"let the view show the column as text");
			}
		}
	}

	private record Hashes(List<Long> there, List<Long> here) {

		static final Hashes NONE = new Hashes(List.of(), List.of());

	}

	private static KeySet sample(Side blue, Mapping mapping) {
		return KeySet.of(blue.client()
			.sql("SELECT %s AS key FROM %s b ORDER BY %s LIMIT %d".formatted(Mapping.text(mapping.fromKey(), "b"),
					mapping.from().sql(), Mapping.list(mapping.fromKey(), "b"), SAMPLE)));
	}

	/** None if the view cannot evaluate the sample: rejects will say so. */
	private Hashes hashes(Mapping mapping, KeySet keys) {
		Side blue = this.databases.blue();
		Side green = this.databases.green();
		try {
			List<Long> there = blue.nested(
					() -> hashes(blue, mapping, mapping.from().sql(), keys.predicate("b", mapping.fromKey()), keys));
			return green.in(() -> {
				Reach sent = this.databases.transport(mapping).rows(keys);
				return new Hashes(there, hashes(green, mapping, sent.relation(), sent.condition(), keys));
			});
		}
		catch (DataAccessException ex) {
			if (!ServerError.of(ex).isInTheData()) {
				throw ex;
			}
			return Hashes.NONE;
		}
	}

	private static List<Long> hashes(Side side, Mapping mapping, String relation, String condition, KeySet keys) {
		String columns = mapping.shared()
			.stream()
			.map((column) -> "coalesce(bit_xor(%s), 0)".formatted(RowHash.mixed(List.of(column), "b", "1", "2")))
			.collect(Collectors.joining(", "));
		return side.client()
			.sql("SELECT ARRAY[%s] FROM %s b WHERE %s".formatted(columns, relation, condition))
			.params(keys.parameters())
			.query((row, i) -> List.of((Long[]) row.getArray(1).getArray()))
			.single();
	}

}
