package io.bluegreen.jobs.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.bluegreen.apply.Authority;
import io.bluegreen.jobs.database.AdvisoryLock.Purpose;
import io.bluegreen.jobs.database.ExclusiveWork;
import io.bluegreen.jobs.database.Side;
import io.bluegreen.jobs.work.Drain;
import io.bluegreen.mapping.Mapping;

/**
 * Takes over what changed in Blue since the last pass: absorbs the logs of all tables,
 * applies the keys, parents before children, deletes those that are gone, children before
 * parents, and sets these a second time once every apply that was open after the first
 * time has ended.
 */
public class Reconcile {

	private final Side green;

	private final ExclusiveWork exclusive;

	private final Absorption absorption;

	private final ChangedKeys keys;

	private final Drain drain;

	private final Duration wait;

	Reconcile(Side green, ExclusiveWork exclusive, Absorption absorption, Drain drain, Duration wait) {
		this.green = green;
		this.exclusive = exclusive;
		this.absorption = absorption;
		this.keys = new ChangedKeys(green);
		this.drain = drain;
		this.wait = wait;
	}

	/**
	 * One reconcile of tables that have a version. Everything that was committed in Blue
	 * before the call is then in Green, but for keys that it counts as rejected.
	 * @param mappings parents before children
	 */
	public ReconcileAnswer run(List<Mapping> mappings) {
		return this.exclusive.alone(Purpose.RECONCILE, () -> pass(mappings));
	}

	private ReconcileAnswer pass(List<Mapping> mappings) {
		Map<Mapping, Setting> settings = new LinkedHashMap<>();
		mappings.forEach((mapping) -> settings.put(mapping, new Setting(this.green, this.keys, mapping)));
		long pass = this.green
			.in(() -> this.green.client().sql("SELECT nextval('bluegreen.pass_seq')").query(Long.class).single());
		this.green.run(this.keys::retryRejected);
		Map<Mapping, Absorption.Absorbed> absorbed = new LinkedHashMap<>();
		mappings.forEach((mapping) -> absorbed.put(mapping, this.absorption.absorb(mapping, pass)));
		Instant deadline = Instant.now().plus(this.wait);
		Authority authority = new Authority(this.green.client());
		do {
			this.drain.check();
			// Which applies have ended is asked before Blue is read again.
			this.green.run(() -> this.keys.release(authority.openApplies()));
			set(new ArrayList<>(settings.values()));
			this.green.run(() -> this.keys.waitFor(authority.openApplies()));
		}
		while (this.green.in(() -> this.keys.unfinished(pass)) > 0 && Instant.now().isBefore(deadline)
				&& !this.drain.pause(Duration.ofMillis(50)));
		this.drain.check();
		return ReconcileAnswer.of(mappings.stream().map((mapping) -> answer(mapping, settings, absorbed)).toList());
	}

	private static void set(List<Setting> parentsFirst) {
		parentsFirst.forEach(Setting::applyChanged);
		for (int i = parentsFirst.size() - 1; i >= 0; i--) {
			parentsFirst.get(i).deleteGone();
		}
	}

	private ReconcileAnswer.Table answer(Mapping mapping, Map<Mapping, Setting> settings,
			Map<Mapping, Absorption.Absorbed> absorbed) {
		Setting setting = java.util.Objects.requireNonNull(settings.get(mapping));
		Absorption.Absorbed log = java.util.Objects.requireNonNull(absorbed.get(mapping));
		return new ReconcileAnswer.Table(mapping.table(), log.changes(), setting.applied(), setting.deleted(),
				this.green.in(() -> this.keys.rejected(mapping.table())), log.ageSeconds(), log.broken());
	}

}
