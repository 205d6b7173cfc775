package io.bluegreen.jobs.verify;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import io.bluegreen.jobs.preflight.Lookups;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.tracking.ChangeLog;
import io.bluegreen.tracking.Consumer;
import io.bluegreen.tracking.LogPruning;
import io.bluegreen.tracking.Position;
import io.bluegreen.tracking.TrackedTable;

/**
 * Where the logs of tables that a view reads besides its source stood: what was compared
 * before a change to one of them holds no more, whatever row it was. Part of the position
 * that a verdict is bound to.
 *
 * @param blue where they are
 * @param pruning clears up their logs
 */
record LookupEvidence(Side blue, Lookups lookups, LogPruning pruning) {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final String FIELD = "lookups";

	/**
	 * Adds their positions to one of the source.
	 * @param take makes the position of one, by its oid
	 */
	String with(String source, Mapping mapping, Function<Long, Position> take) {
		ObjectNode position = (ObjectNode) JSON.readTree(source);
		for (TrackedTable table : this.lookups.of(mapping)) {
			position.withObject(FIELD)
				.set(String.valueOf(table.relation()), JSON.readTree(take.apply(table.relation()).json()));
		}
		return position.has(FIELD) ? position.toString() : source;
	}

	/** Why rows that were compared may be others now, if so. */
	Optional<String> broken(String before, String now) {
		Map<String, JsonNode> then = of(before);
		Map<String, JsonNode> later = of(now);
		if (!then.keySet().equals(later.keySet())) {
			return Optional.of("other tables that the view reads besides its source are tracked, or static");
		}
		return then.entrySet()
			.stream()
			.flatMap((lookup) -> broken(Long.parseLong(lookup.getKey()), lookup.getValue(),
					Objects.requireNonNull(later.get(lookup.getKey())))
				.stream())
			.findFirst();
	}

	private Optional<String> broken(long lookup, JsonNode before, JsonNode now) {
		return this.blue
			.in(() -> new Position(before.toString()).broken(this.blue.client(), new Position(now.toString()))
				.or(() -> isChanged(lookup, before.toString()) ? Optional.of("it was written to") : Optional.empty()))
			.map((why) -> "%s, which the view reads besides its source, may have changed any of its rows: %s"
				.formatted(now.at("/shape/0/name").asString(), why));
	}

	private boolean isChanged(long relation, String before) {
		return TrackedTable.find(this.blue.client(), relation)
			.map((table) -> new ChangeLog(table).hasAnySince(this.blue.client(), before))
			.orElse(true);
	}

	/**
	 * Clears up once verdicts were superseded: what no verdict needs any more goes.
	 * @param superseded where Blue stood before their first reads
	 */
	void stored(Consumer consumer, List<Position> superseded) {
		Set<Long> tables = new TreeSet<>();
		superseded.forEach((verdict) -> of(verdict.json()).forEach((oid, position) -> {
			long table = Long.parseLong(oid);
			tables.add(table);
			this.blue.run(() -> consumer.stored(this.blue.client(), table, new Position(position.toString())));
		}));
		tables.forEach(this.pruning::prune);
	}

	private static Map<String, JsonNode> of(String position) {
		Map<String, JsonNode> positions = new TreeMap<>();
		JsonNode lookups = JSON.readTree(position).get(FIELD);
		if (lookups != null) {
			lookups.properties().forEach((entry) -> positions.put(entry.getKey(), entry.getValue()));
		}
		return positions;
	}

}
