package io.bluegreen.jobs.throttle;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.jobs.settings.TableSettings;
import io.bluegreen.jobs.settings.ThrottleSettings;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;

/**
 * Makes the signals that the settings give a limit.
 */
public class TableSignals {

	private final Databases databases;

	private final BluegreenSettings settings;

	TableSignals(Databases databases, BluegreenSettings settings) {
		this.databases = databases;
		this.settings = settings;
	}

	/** The signals that work on a table heeds. */
	public Signals of(String table) {
		ThrottleSettings limits = this.settings.throttle();
		List<Limit> signals = new ArrayList<>();
		if (limits.areServersAsked()) {
			servers(signals, limits);
		}
		if (limits.maxLockWaiters() != null) {
			TableSettings named = this.settings.table(table);
			String source = (named.source() == null) ? named.from() : named.source().table();
			signals.add(new Limit(SignalKind.LOCK_WAITERS,
					new LockWaiters(this.databases.source(), Objects.requireNonNull(source), limits.maxLockWaiters())));
			signals.add(new Limit(SignalKind.LOCK_WAITERS, new LockWaiters(this.databases.target(),
					Objects.requireNonNull(named.to()), limits.maxLockWaiters())));
		}
		if (limits.prometheus() != null) {
			signals.add(new Limit(SignalKind.PROMETHEUS, new PrometheusQuery(limits.prometheus())));
		}
		return new Signals(signals);
	}

	private void servers(List<Limit> signals, ThrottleSettings limits) {
		server(signals, limits, this.databases.target(), this.databases.areOne() ? "the server" : "Green");
		if (!this.databases.areOne()) {
			server(signals, limits, this.databases.source(), "Blue");
		}
	}

	private static void server(List<Limit> signals, ThrottleSettings limits, Side side, String name) {
		if (limits.maxReplicationLag() != null) {
			signals.add(new Limit(SignalKind.REPLICATION_LAG, new ReplicaLag(side, name, limits.maxReplicationLag())));
		}
		if (limits.maxSlotLag() != null) {
			signals.add(new Limit(SignalKind.SLOT_LAG, new SlotLag(side, name, limits.maxSlotLag())));
		}
		if (limits.maxWalRate() != null) {
			signals.add(new Limit(SignalKind.WAL_RATE, new WalRate(side, name, limits.maxWalRate())));
		}
	}

}
