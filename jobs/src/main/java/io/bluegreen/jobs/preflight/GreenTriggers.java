package io.bluegreen.jobs.preflight;

import java.util.List;

import io.bluegreen.failure.RefusedException;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * A trigger in Green that runs before a row is written may alter it; then both sides
 * would never be equal.
 */
class GreenTriggers implements MappingCheck {

	private final Side green;

	private final BluegreenSettings settings;

	GreenTriggers(Side green, BluegreenSettings settings) {
		this.green = green;
		this.settings = settings;
	}

	@Override
	public String name() {
		return "no trigger of Green alters a row";
	}

	@Override
	public void require(Mapping mapping) {
		if ("allow".equals(this.settings.table(mapping.table()).triggers())) {
			return;
		}
		List<String> triggers = this.green.in(() -> this.green.client().sql("""
				SELECT tgname FROM pg_trigger
				WHERE tgrelid = :table::oid AND NOT tgisinternal AND tgenabled <> 'D'
				  AND tgtype & 2 <> 0 AND tgtype & (4 + 16) <> 0
				ORDER BY tgname
				""").param("table", mapping.to().oid()).query(String.class).list());
		if (!triggers.isEmpty()) {
			throw new RefusedException(
					"%s: trigger %s of %s may alter the rows that are written".formatted(mapping.table(),
							String.join(", ", triggers), mapping.to().sql()),
					"drop it, or say `triggers: allow` under bluegreen.tables.%s if it alters none"
						.formatted(mapping.table()));
		}
	}

}
