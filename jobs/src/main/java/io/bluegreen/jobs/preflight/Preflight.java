package io.bluegreen.jobs.preflight;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import org.springframework.dao.DataAccessException;

import io.bluegreen.failure.Condition;
import io.bluegreen.failure.RefusedException;
import io.bluegreen.failure.ServerError;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.mapping.MappingReader;
import io.bluegreen.mapping.MappingSettings;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;

/**
 * Everything that is looked at before a job writes its first row.
 */
public class Preflight {

	private final BluegreenSettings settings;

	private final Databases databases;

	private final ControlSchema controlSchema;

	Preflight(BluegreenSettings settings, Databases databases) {
		this.settings = settings;
		this.databases = databases;
		this.controlSchema = new ControlSchema(databases.target());
	}

	/**
	 * Looks at the control schema alone, for those who only ask.
	 * @throws io.bluegreen.failure.RefusedException if it is missing or of another
	 * version
	 */
	public void checkControlSchema() {
		this.controlSchema.require();
	}

	/**
	 * What is to be known of a table, for those who only ask.
	 *
	 * @param mapping empty: a part of it is not there
	 * @param obstacle what keeps it from being moved, in a sentence: a part of the
	 * mapping that is not there, or tracking that is missing or damaged
	 */
	public record Look(Optional<Mapping> mapping, Optional<String> obstacle) {

		/**
		 * Asks for a condition of the mapping. One that cannot be asked because of the
		 * obstacle does not hold, and says so.
		 * @param name of the condition
		 */
		public Condition ask(String name, Function<Mapping, Condition> condition) {
			if (this.mapping.isEmpty()) {
				return notAsked(name, "its mapping cannot be read");
			}
			try {
				return condition.apply(this.mapping.get());
			}
			catch (DataAccessException ex) {
				ServerError error = ServerError.of(ex);
				if (this.obstacle.isEmpty() || error.isTransient()) {
					throw ex;
				}
				return notAsked(name, error.sentence());
			}
		}

		private static Condition notAsked(String name, String why) {
			return new Condition(name, false, "it cannot be asked: " + why,
					"mend the mapping and its tracking, then ask again");
		}

	}

	/** Looks at a table without refusing anything. */
	public Look look(MappingSettings table) {
		Optional<Mapping> mapping = Optional.empty();
		try {
			mapping = Optional.of(this.databases.mappings().read(table));
			new Tracked(this.databases.source()).require(mapping.get());
			return new Look(mapping, Optional.empty());
		}
		catch (RefusedException ex) {
			return new Look(mapping, Optional.of(ex.sentence()));
		}
	}

	/**
	 * The mappings of these tables, parents before children; all where none is named.
	 * @throws io.bluegreen.failure.RefusedException with all conditions that do not hold,
	 * of all these tables
	 */
	public List<Mapping> check(List<String> tables) {
		return check(tables, true);
	}

	/**
	 * The same for a dry run, which writes nothing.
	 */
	public List<Mapping> checkDryRun(List<String> tables) {
		return check(tables, false);
	}

	private List<Mapping> check(List<String> tables, boolean writes) {
		List<MappingSettings> wanted = this.settings.mappings(tables);
		Side blue = this.databases.source();
		Side green = this.databases.target();
		Privileges privileges = new Privileges(this.databases, blue, green);
		Condition.requireAll(
				Stream
					.of(new Primary("Blue", blue), new Primary("Green", green), this.controlSchema, privileges,
							new Superuser(green))
					.map(Check::condition)
					.toList());
		MappingReader reader = this.databases.mappings();
		List<Condition> conditions = new ArrayList<>();
		List<Mapping> mappings = reader.read(wanted,
				(refusal) -> conditions.add(Condition.of("the mapping can be read", () -> {
					throw refusal;
				})));
		List<MappingCheck> checks = checks(blue, green, writes);
		mappings.forEach((mapping) -> conditions.addAll(conditions(mapping, privileges, checks)));
		Condition.requireAll(conditions);
		return reader.parentsFirst(mappings);
	}

	/**
	 * What a role may not read cannot be looked at; and what fails beside a condition
	 * that does not hold may fail because of it.
	 */
	private static List<Condition> conditions(Mapping mapping, Privileges privileges, List<MappingCheck> checks) {
		List<Condition> conditions = new ArrayList<>();
		conditions.add(privileges.condition(mapping));
		for (MappingCheck check : conditions.get(0).holds() ? checks : List.<MappingCheck>of()) {
			try {
				conditions.add(check.condition(mapping));
			}
			catch (DataAccessException ex) {
				if (conditions.stream().allMatch(Condition::holds)) {
					throw ex;
				}
			}
		}
		return conditions;
	}

	private List<MappingCheck> checks(Side blue, Side green, boolean writes) {
		List<MappingCheck> ofTheView = List.of(new WholeTable(blue), new Deterministic(blue),
				new ReadRelations(blue, this.settings));
		return List.of(new Tracked(blue), new ComparableKeys(blue, green),
				new Remembered(blue, green, this.settings, ofTheView, writes), new IndexRanges(blue, green),
				new KeyPassedThrough(blue), new GreenTriggers(green, this.settings), new UnqualifiedNames(green),
				new Identities(green), new Portable(this.databases));
	}

}
