package io.bluegreen.jobs.preflight;

import java.util.List;

import io.bluegreen.jobs.RefusedException;
import io.bluegreen.jobs.database.Side;
import io.bluegreen.mapping.Mapping;

/**
 * The jobs' role reads the view and its source, and writes Green's table.
 */
class Privileges implements MappingCheck {

	private final Side blue;

	private final Side green;

	Privileges(Side blue, Side green) {
		this.blue = blue;
		this.green = green;
	}

	@Override
	public void check(Mapping mapping) {
		require(this.blue, mapping.from().oid(), mapping.from().sql(), List.of("SELECT"));
		mapping.source().ifPresent((source) -> require(this.blue, source.oid(), source.sql(), List.of("SELECT")));
		require(this.green, mapping.to().oid(), mapping.to().sql(), List.of("SELECT", "INSERT", "UPDATE", "DELETE"));
	}

	private static void require(Side side, long relation, String name, List<String> privileges) {
		for (String privilege : privileges) {
			String lacking = side.in(() -> side.client()
				.sql("SELECT CASE WHEN has_table_privilege(?::oid, ?) THEN '' ELSE current_user::text END")
				.params(relation, privilege)
				.query(String.class)
				.single());
			if (!lacking.isEmpty()) {
				throw new RefusedException("role %s may not %s %s".formatted(lacking, privilege, name),
						"GRANT %s ON %s TO %s, or set bluegreen.jobs-role and run `bluegreen migrate`"
							.formatted(privilege, name, lacking));
			}
		}
	}

}
