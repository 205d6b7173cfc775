package io.bluegreen.payments;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;

import io.bluegreen.apply.Applier;
import io.bluegreen.apply.ApplyOutcome;
import io.bluegreen.catalog.Column;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.mapping.MappingSettings;
import io.bluegreen.session.Side;
import io.bluegreen.stores.Payments;
import io.bluegreen.topology.Databases;
import io.bluegreen.tracking.ChangeLog;
import io.bluegreen.tracking.Position;
import io.bluegreen.tracking.TrackedTable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What reconcile goes by, whoever wrote and whatever became of the dual writes: the keys
 * that Blue's change log has from a position on. The jobs themselves cannot be had here,
 * since their tests need the dual write.
 */
final class LoggedChanges {

	private static final List<MappingSettings> TABLES = List.of(Payments.SETTINGS, Payments.EVENTS);

	private final Databases databases;

	private final Map<Mapping, Position> begin = new LinkedHashMap<>();

	private LoggedChanges(Databases databases) {
		this.databases = databases;
	}

	/** From now on. */
	static LoggedChanges of(MigratedStores stores) {
		LoggedChanges changes = new LoggedChanges(stores.stores().databases());
		changes.blue()
			.in(() -> changes.databases.target().in(() -> changes.databases.mappings().read(TABLES)))
			.forEach((mapping) -> changes.begin.put(mapping, changes.now(mapping)));
		return changes;
	}

	/** Sets each of them, and nothing else, to what Blue says. */
	void apply() {
		Applier applier = new Applier(this.databases, TABLES, 0);
		this.begin.forEach((mapping, position) -> {
			List<List<String>> keys = keys(mapping, position);
			assertThat(keys).as("the log of %s", mapping.table()).isNotEmpty();
			for (int from = 0; from < keys.size(); from += 100) {
				List<List<String>> page = keys.subList(from, Math.min(from + 100, keys.size()));
				Awaitility.await().until(() -> applier.apply(mapping.table(), page) instanceof ApplyOutcome.Applied);
			}
		});
	}

	private List<List<String>> keys(Mapping mapping, Position position) {
		Side blue = blue();
		TrackedTable tracked = blue.in(() -> TrackedTable.find(blue.client(), source(mapping)).orElseThrow());
		List<List<String>> keys = new ArrayList<>();
		boolean all = new ChangeLog(tracked).read(blue, mapping.sourceKey().stream().map(Column::name).toList(),
				position.json(), now(mapping).json(), (changes) -> changes.forEach((change) -> keys.add(change.key())));
		assertThat(all).isTrue();
		return keys;
	}

	private Position now(Mapping mapping) {
		return blue().in(() -> Position.now(blue().client(), source(mapping)));
	}

	private static long source(Mapping mapping) {
		return mapping.source().orElseThrow().oid();
	}

	private Side blue() {
		return this.databases.source();
	}

}
