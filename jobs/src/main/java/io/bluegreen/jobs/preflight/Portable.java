package io.bluegreen.jobs.preflight;

import java.util.List;

import io.bluegreen.catalog.Column;
import io.bluegreen.failure.RefusedException;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;

/**
 * What is sent from one database to another must mean the same there, and hash alike.
 */
class Portable implements MappingCheck {

	private final Databases databases;

	Portable(Databases databases) {
		this.databases = databases;
	}

	@Override
	public String name() {
		return "values mean the same in both databases";
	}

	@Override
	public void require(Mapping mapping) {
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
		new Probe(this.databases.source(), this.databases.target()).differing(mapping).ifPresent((column) -> {
			throw new RefusedException(
					"%s: values of %s (%s) hash differently in Blue and in Green, so they cannot be compared".formatted(
							mapping.table(), column.sql(), column.type()),
					"let the view show the column as text");
		});
	}

	private static List<Column> ofType(Mapping mapping, String type) {
		return mapping.shared().stream().filter((column) -> column.shape().equals(type)).toList();
	}

	private void requireSame(Mapping mapping, String setting, List<Column> columns, String wayOut) {
		String there = setting(this.databases.source(), setting);
		String here = setting(this.databases.target(), setting);
		if (!columns.isEmpty() && !there.equals(here)) {
			throw new RefusedException("%s: %s of Blue is %s, of Green %s, so that %s would not be the same in both"
				.formatted(mapping.table(), setting, there, here, columns.get(0).sql()), wayOut);
		}
	}

	private static String setting(Side side, String name) {
		return side.in(() -> side.client().sql("SELECT current_setting(?)").param(name).query(String.class).single());
	}

}
