package io.bluegreen.jobs.verify;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import io.bluegreen.apply.Authority;
import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.Relation;
import io.bluegreen.failure.StopSignal;
import io.bluegreen.jobs.findings.VerdictStore;
import io.bluegreen.mapping.Definition;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.tracking.Consumer;
import io.bluegreen.tracking.LogPruning;
import io.bluegreen.tracking.Position;

/**
 * What a verdict is bound to: where both logs stood before the first read, in which
 * databases, under which mapping.
 */
class Evidence {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	/** For applies to end. */
	private static final int LOOKS = 50;

	private static final Duration PAUSE = Duration.ofMillis(20);

	private final Side blue;

	private final Side green;

	private final LogPruning pruning;

	private final LookupEvidence lookups;

	private final StopSignal stopSignal;

	/**
	 * Evidence of both sides.
	 * @param pruning clears up the logs of Green
	 */
	Evidence(Side blue, Side green, LogPruning pruning, LookupEvidence lookups, StopSignal stopSignal) {
		this.blue = blue;
		this.green = green;
		this.pruning = pruning;
		this.lookups = lookups;
		this.stopSignal = stopSignal;
	}

	/**
	 * Positions of both sides, as JSON.
	 *
	 * @param columns a hash over which columns are compared, and what Green's hold
	 */
	record Noted(String blue, String green, String columns) {

		/** What of a position tells the database. */
		Map<String, Object> identity(String position) {
			JsonNode node = JSON.readTree(position);
			Map<String, Object> identity = new LinkedHashMap<>();
			for (String field : List.of("system", "database", "timeline", "lsn", "snapshot")) {
				if (node.has(field)) {
					identity.put(field, node.get(field).asString());
				}
			}
			return identity;
		}

	}

	/**
	 * Notes both positions, each with a token that must be found there again, and whether
	 * the applies that had entered before have ended: it waits for them, for a moment.
	 */
	Noted note(Mapping mapping) {
		Consumer consumer = consumer(mapping);
		String source = leave(this.blue, read(mapping).oid(), definition(mapping).evidence(), consumer).json();
		String inBlue = this.lookups.with(source, mapping, (lookup) -> leave(this.blue, lookup, "{}", consumer));
		String inGreen = leave(this.green, mapping.to().oid(), "{}", consumer).json();
		ObjectNode position = (ObjectNode) JSON.readTree(inBlue);
		position.put(VerdictStore.APPLIES_ENDED, appliesEnd());
		return new Noted(position.toString(), inGreen, columns(mapping));
	}

	private boolean appliesEnd() {
		Set<String> before = openApplies();
		Set<String> open = before;
		for (int i = 0; i < LOOKS && !Collections.disjoint(before, open); i++) {
			this.stopSignal.pause(PAUSE);
			open = openApplies();
		}
		return Collections.disjoint(before, open);
	}

	private Set<String> openApplies() {
		return this.green.in(() -> new Authority(this.green.client()).openApplies());
	}

	/** Both positions, for a look. */
	Noted look(Mapping mapping) {
		return look(mapping, definition(mapping));
	}

	private Noted look(Mapping mapping, Definition now) {
		return new Noted(
				this.lookups.with(position(this.blue, read(mapping).oid(), now.evidence()).json(), mapping,
						(lookup) -> position(this.blue, lookup, "{}")),
				position(this.green, mapping.to().oid(), "{}").json(), columns(mapping));
	}

	/**
	 * Green computes what a generated column holds, settings leave columns out, and two
	 * columns of one type may exchange their names: no log names a row for that.
	 */
	private String columns(Mapping mapping) {
		String green = this.green.in(() -> Definition.of(this.green.client(), List.of(mapping.to())).get(0).hash());
		String ignored = mapping.ignored().stream().map(Column::sql).sorted().collect(Collectors.joining(", "));
		String all = String.join("; ", green, names(this.green, mapping.to()), names(this.blue, mapping.from()),
				ignored);
		return UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8)).toString();
	}

	private static String names(Side side, Relation relation) {
		return side.in(() -> side.client().sql("""
				SELECT coalesce(string_agg(attnum || ' ' || attname, ', ' ORDER BY attnum), '') FROM pg_attribute
				WHERE attrelid = ? AND attnum > 0 AND NOT attisdropped
				""").param(relation.oid()).query(String.class).single());
	}

	private static Position leave(Side side, long relation, String mapping, Consumer consumer) {
		return side.in(() -> consumer.leave(side.client(), relation, position(side, relation, mapping)));
	}

	/** Why what was noted at the start does not hold any more, if so. */
	Optional<String> voided(Mapping mapping, Noted noted) {
		Definition now = definition(mapping);
		return broken(noted, look(mapping, now)).or(() -> now.hash().equals(mapping.hash()) ? Optional.empty()
				: Optional.of("the mapping was replaced before it was verified"));
	}

	/**
	 * Waits until Blue has flushed all that was read so far: after a crash it may
	 * otherwise forget rows that a verdict has seen.
	 */
	void awaitFlush() {
		String lsn = this.blue
			.in(() -> this.blue.client().sql("SELECT pg_current_wal_insert_lsn()::text").query(String.class).single());
		boolean flushed = false;
		while (!flushed) {
			// The commit of a transaction that has to say no flushes.
			flushed = this.blue.in(() -> this.blue.client()
				.sql("SELECT bluegreen_track.flushed(:lsn::pg_lsn)")
				.param("lsn", lsn)
				.query(Boolean.class)
				.single());
		}
	}

	/** Why what was noted at one time does not hold at a later one, if so. */
	Optional<String> broken(Noted before, Noted now) {
		return broken(this.blue, before.blue(), now.blue()).or(() -> this.lookups.broken(before.blue(), now.blue()))
			.map((why) -> "Blue: " + why)
			.or(() -> broken(this.green, before.green(), now.green()).map((why) -> "Green: " + why))
			.or(() -> before.columns().equals(now.columns()) ? Optional.empty()
					: Optional.of("other columns are compared, or have other names or definitions"));
	}

	/**
	 * Clears up once a verdict is stored: the newest MATCH keeps its tokens, and with
	 * them what was logged since. Nobody else reads Green's log, so it is pruned here.
	 */
	void stored(Mapping mapping) {
		Consumer consumer = consumer(mapping);
		List<VerdictStore.Positions> done = this.green
			.in(() -> new VerdictStore(this.green).superseded(mapping.table()));
		done.forEach((verdict) -> {
			this.blue.run(() -> consumer.stored(this.blue.client(), read(mapping).oid(), verdict.blue()));
			this.green.run(() -> consumer.stored(this.green.client(), mapping.to().oid(), verdict.green()));
		});
		this.pruning.prune(mapping.to().oid());
		this.lookups.stored(consumer, done.stream().map(VerdictStore.Positions::blue).toList());
	}

	/** Two tables of Green may come of one of Blue. */
	private Consumer consumer(Mapping mapping) {
		return this.green.in(() -> Consumer.of(this.green.client(), "verdicts of " + mapping.table(), true));
	}

	private static Relation read(Mapping mapping) {
		return mapping.source().orElse(mapping.from());
	}

	private Definition definition(Mapping mapping) {
		return this.blue.in(() -> Definition.of(this.blue.client(), mapping));
	}

	private static Position position(Side side, long relation, String mapping) {
		return side.in(() -> Position.now(side.client(), List.of(relation), List.of(mapping)).get(0));
	}

	private static Optional<String> broken(Side side, String before, String now) {
		return side.in(() -> new Position(before).broken(side.client(), new Position(now)));
	}

}
