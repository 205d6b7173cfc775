package io.bluegreen.jobs.preflight;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.bluegreen.catalog.Column;
import io.bluegreen.failure.RefusedException;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.tracking.TrackedTable;

/**
 * A table with a version must be tracked, wholly, by the key that the mapping names: what
 * a dual write loses is brought by the log.
 */
class Tracked implements MappingCheck {

	private final Side blue;

	Tracked(Side blue) {
		this.blue = blue;
	}

	@Override
	public String name() {
		return "the source is tracked";
	}

	@Override
	public void require(Mapping mapping) {
		if (mapping.version().isEmpty()) {
			return;
		}
		String source = mapping.source()
			.orElseThrow(() -> new RefusedException(
					"%s: has a version, but the table below %s is not named".formatted(mapping.table(),
							mapping.from().sql()),
					"name it with bluegreen.tables.%s.source.table".formatted(mapping.table())))
			.sql();
		String name = source.contains("\"") ? "'" + source + "'" : source;
		String track = "run `bluegreen track %s`".formatted(name);
		Optional<TrackedTable> tracked = this.blue
			.in(() -> TrackedTable.find(this.blue.client(), mapping.source().orElseThrow().oid()));
		if (tracked.isEmpty()) {
			throw new RefusedException("%s: %s is not tracked".formatted(mapping.table(), source), track);
		}
		List<String> key = mapping.sourceKey().stream().map(Column::name).toList();
		if (!Set.copyOf(key).equals(Set.copyOf(tracked.get().key()))) {
			throw new RefusedException(
					"%s: %s is tracked by (%s), the mapping's key is (%s)".formatted(mapping.table(), source,
							String.join(", ", tracked.get().key()), String.join(", ", key)),
					"name the same key, or run `bluegreen track %s --undo --yes` and %s".formatted(name, track));
		}
		this.blue.in(() -> tracked.get().damage(this.blue.client())).ifPresent((damage) -> {
			throw new RefusedException(
					"%s: the tracking of %s is disabled: %s".formatted(mapping.table(), source, damage),
					track + ", then `bluegreen verify %s`, since changes may have been missed"
						.formatted(mapping.table()));
		});
	}

}
