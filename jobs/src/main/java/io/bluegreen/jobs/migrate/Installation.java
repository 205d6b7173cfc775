package io.bluegreen.jobs.migrate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.bluegreen.jobs.migrate.GivenRights.Given;
import io.bluegreen.jobs.migrate.TrackedTables.Tracked;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.mapping.MappingSettings;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;

/**
 * What {@code migrate} and {@code track} have brought and is still there, in one database
 * or in two.
 */
class Installation {

	private final Databases databases;

	private final Side blue;

	private final BluegreenSettings settings;

	private final RetryingDdl ddl;

	Installation(Databases databases, Side blue, BluegreenSettings settings, RetryingDdl ddl) {
		this.databases = databases;
		this.blue = blue;
		this.settings = settings;
		this.ddl = ddl;
	}

	/** The sides by name; Green alone where both are one database. */
	private Map<String, Side> sides() {
		Map<String, Side> sides = new LinkedHashMap<>();
		if (!this.databases.areOne()) {
			sides.put("Blue", this.blue);
		}
		sides.put("Green", this.databases.control());
		return sides;
	}

	OwnSchema control() {
		return new OwnSchema(this.databases.control(), "Green", "bluegreen", "control_history");
	}

	/** Those with tracked tables and change logs, as far as they are there. */
	List<OwnSchema> tracking() {
		return sides().entrySet()
			.stream()
			.map((side) -> new OwnSchema(side.getValue(), this.databases.areOne() ? "Blue and Green" : side.getKey(),
					"bluegreen_track", "tracking_history"))
			.filter(OwnSchema::isThere)
			.toList();
	}

	/** All schemas that are there; the control schema last, since it knows the others. */
	List<OwnSchema> schemas() {
		return Stream.concat(tracking().stream(), Stream.of(control()).filter(OwnSchema::isThere)).toList();
	}

	/** What is taken away, in sentences; none: nothing is there. */
	List<String> losses() {
		List<String> losses = new ArrayList<>();
		for (OwnSchema tracking : tracking()) {
			tables(tracking).list(null)
				.forEach((table) -> losses.add("%s: %s".formatted(tracking.place(), table.losses())));
		}
		schemas().forEach((schema) -> losses.add(schema.losses()));
		rights().forEach(
				(right) -> losses.add("%s: the right of %s to %s".formatted(right.side(), right.role(), right.what())));
		return losses;
	}

	/** What stays though it came with these commands, or for them, in sentences. */
	List<String> stays() {
		List<String> stays = new ArrayList<>();
		for (OwnSchema schema : schemas()) {
			Stream.of("blue_history", "green_history", "post_data_history")
				.map((history) -> ran(schema, history))
				.filter((sentence) -> !sentence.isEmpty())
				.forEach(stays::add);
		}
		for (OwnSchema tracking : tracking()) {
			tables(tracking).list(null)
				.stream()
				.map(Tracked::stays)
				.filter(Objects::nonNull)
				.forEach((column) -> stays.add("%s: %s".formatted(tracking.place(), column)));
		}
		BlueTables.mappings(this.settings)
			.stream()
			.map(MappingSettings::to)
			.forEach((table) -> stays.add("Green: %s with all its rows".formatted(table)));
		return stays;
	}

	private static String ran(OwnSchema schema, String history) {
		List<String> migrations = schema.migrations(history);
		return migrations.isEmpty() ? ""
				: "%s: what your own migrations have made (%s); the next `migrate` runs them again, so they must bear that"
					.formatted(history.startsWith("blue") ? "Blue" : "Green", String.join(", ", migrations));
	}

	List<Given> rights() {
		return new GivenRights(this.databases.control()).all();
	}

	Side side(Given right) {
		return right.side().equals("Blue") ? this.blue : this.databases.control();
	}

	TrackedTables tables(OwnSchema tracking) {
		return new TrackedTables(tracking.side(), this.ddl);
	}

}
