package io.bluegreen.jobs.preflight;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.bluegreen.catalog.Catalog;
import io.bluegreen.jobs.preflight.Reads.Thing;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.tracking.TrackedTable;

/**
 * Tables with a change log that a view reads besides its source. A change to one of them
 * may change any row of the view, and names none.
 */
public record Lookups(Side blue, BluegreenSettings settings) {

	/**
	 * Those of a mapping, but for what is called static. Where the source is not named
	 * nothing tells it from a lookup.
	 */
	public List<TrackedTable> of(Mapping mapping) {
		if (mapping.from().isTable() || mapping.source().isEmpty()) {
			return List.of();
		}
		Reads reads = Reads.of(this.blue, mapping);
		List<String> names = this.settings.table(mapping.table()).staticNames();
		Catalog catalog = new Catalog(this.blue.client()).readAhead(names);
		List<Thing> constant = names.stream()
			.flatMap((name) -> catalog.relation(name).stream())
			.flatMap((relation) -> reads.relation(relation.oid()).stream())
			.toList();
		return besides(mapping, reads, constant).flatMap((thing) -> tracked(thing).stream()).toList();
	}

	/**
	 * What has rows of its own and is read besides the source.
	 * @param constant what is called static
	 */
	static Stream<Thing> besides(Mapping mapping, Reads reads, Collection<Thing> constant) {
		Thing top = reads.relation(mapping.from().oid()).orElseThrow();
		return reads.readBy(top, constant)
			.stream()
			.filter((thing) -> thing.isStored() && !constant.contains(thing))
			.filter((thing) -> mapping.source()
				.map((source) -> thing.oid() != source.oid())
				.orElse(!thing.kind().equals("r") && !thing.kind().equals("p")));
	}

	/** Its log; a part of the source is none. */
	Optional<TrackedTable> tracked(Thing thing) {
		return thing.ofSource() ? Optional.empty()
				: this.blue.in(() -> TrackedTable.find(this.blue.client(), thing.oid()))
					.filter((table) -> table.kind() == TrackedTable.Kind.VERSIONED);
	}

}
