package io.bluegreen.jobs;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.apply.Apply;
import io.bluegreen.apply.Authority;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.mapping.MappingReader;
import io.bluegreen.mapping.MappingSettings;
import io.bluegreen.session.PinnedTransactionManager;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;

/**
 * The mappings of the legacy schema, and applies over them.
 */
public record LegacyMappings(Databases databases, Mapping payments, Mapping events) {

	/** Reads them, once the database is migrated. */
	public static LegacyMappings read(DataSource jobs) {
		return read(jobs, jobs);
	}

	/** Reads them, once both databases are migrated. */
	public static LegacyMappings read(DataSource blue, DataSource green) {
		Databases databases = new Databases(side(blue), side(green));
		MappingReader reader = databases.mappings();
		Mapping payments = reader.read(new MappingSettings("payments", "blue.payments_as_green", "blue.payments",
				List.of(), "green.payments", List.of(), "row_version", List.of("migrated_at")));
		Mapping events = reader.read(new MappingSettings("payment_events", "blue.payment_events_as_green",
				"blue.payment_events", List.of(), "green.payment_events", List.of(), "row_version", List.of()));
		return new LegacyMappings(databases, payments, events);
	}

	private static Side side(DataSource jobs) {
		return new Side(jobs, new PinnedTransactionManager(jobs, Duration.ofSeconds(60), Duration.ofSeconds(10)),
				JdbcClient.create(jobs));
	}

	/** Green's side. */
	public Side side() {
		return this.databases.target();
	}

	/** Applies a key of a table of Blue. */
	public void apply(String table, Object... key) {
		Mapping mapping = Objects
			.requireNonNull(Map.of("blue.payments", this.payments, "blue.payment_events", this.events).get(table));
		Side green = this.databases.target();
		green.run(() -> {
			new Authority(green.client()).enter(mapping);
			new Apply(mapping, this.databases.transport(mapping)).apply(green.client(),
					new KeySet(List.of(Stream.of(key).map(Object::toString).toList())));
		});
	}

}
