package io.bluegreen.mapping;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.catalog.Catalog;
import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.ForeignKey;
import io.bluegreen.catalog.Relation;
import io.bluegreen.catalog.TableKeys;

/**
 * Looks up in both databases what a user's settings name, and refuses what does not fit
 * together.
 */
public final class MappingReader {

	/** What a key has to be. */
	private static final String KEY = "a full, valid, immediate unique index on exactly these NOT NULL columns is needed";

	private final JdbcClient sourceClient;

	private final Catalog sourceCatalog;

	private final Catalog targetCatalog;

	private final TableKeys sourceKeys;

	private final TableKeys targetKeys;

	private final boolean oneDatabase;

	/**
	 * Where both sides are one database, whose catalog is read in one session: a new one
	 * begins with nothing cached. Types must be the very same.
	 */
	public MappingReader(JdbcClient database) {
		this.sourceClient = database;
		this.sourceCatalog = new Catalog(database);
		this.targetCatalog = this.sourceCatalog;
		this.sourceKeys = new TableKeys(database);
		this.targetKeys = this.sourceKeys;
		this.oneDatabase = true;
	}

	/**
	 * Where each side is a database of its own. Types may be two of one shape, such as
	 * enums of two schemas.
	 */
	public MappingReader(JdbcClient source, JdbcClient target) {
		this.sourceClient = source;
		this.sourceCatalog = new Catalog(source);
		this.targetCatalog = new Catalog(target);
		this.sourceKeys = new TableKeys(source);
		this.targetKeys = new TableKeys(target);
		this.oneDatabase = false;
	}

	/**
	 * The mapping that the settings name.
	 * @throws MappingException if a part is unknown, has no fit key, or the two sides
	 * disagree
	 */
	public Mapping read(MappingSettings settings) {
		return read(List.of(settings)).get(0);
	}

	/**
	 * The mappings that the settings name.
	 * @throws MappingException for the first of them that {@link #read(MappingSettings)}
	 * refuses
	 */
	public List<Mapping> read(List<MappingSettings> settings) {
		return read(settings, (refusal) -> {
			throw refusal;
		});
	}

	/**
	 * The mappings that the settings name, but for those that are refused.
	 * @param refused takes the refusal of each of these
	 */
	public List<Mapping> read(List<MappingSettings> settings, Consumer<MappingException> refused) {
		readAhead(settings);
		List<Relation> from = settings.stream()
			.flatMap((table) -> this.sourceCatalog.relation(table.from()).stream())
			.distinct()
			.toList();
		Map<Relation, Definition> definitions = new HashMap<>();
		List<Definition> found = Definition.of(this.sourceClient, from);
		from.forEach((relation) -> definitions.put(relation, found.get(from.indexOf(relation))));
		List<Mapping> mappings = new ArrayList<>();
		for (MappingSettings table : settings) {
			try {
				mappings.add(read(table, (relation) -> Objects.requireNonNull(definitions.get(relation))));
			}
			catch (MappingException ex) {
				refused.accept(ex);
			}
		}
		return mappings;
	}

	private void readAhead(List<MappingSettings> settings) {
		Map<Catalog, List<String>> names = new HashMap<>();
		for (MappingSettings table : settings) {
			List<String> ofSource = names.computeIfAbsent(this.sourceCatalog, (catalog) -> new ArrayList<>());
			ofSource.add(table.from());
			Optional.ofNullable(table.source()).ifPresent(ofSource::add);
			names.computeIfAbsent(this.targetCatalog, (catalog) -> new ArrayList<>()).add(table.to());
		}
		names.forEach(Catalog::readAhead);
	}

	private Mapping read(MappingSettings settings, Function<Relation, Definition> definition) {
		String table = settings.table();
		Relation from = relation(this.sourceCatalog, settings.from(), table + ".from", "Blue",
				"run `bluegreen migrate`, or correct the name");
		Relation to = relation(this.targetCatalog, settings.to(), table + ".to", "Green",
				"run `bluegreen migrate`, or create the table");
		if (!to.isTable()) {
			throw new MappingException("%s: %s is not a table".formatted(table, to.sql()),
					"name a table with %s.to".formatted(table));
		}
		List<Column> key = columns(to, key(settings, to), table + ".key");
		List<Column> ignored = columns(to, this.targetCatalog.identifiers(settings.ignore()), table + ".ignore");
		if (!this.targetKeys.isKey(to, names(key))) {
			throw new MappingException(
					"%s: (%s) is no key of %s: %s".formatted(table, String.join(", ", names(key)), to.sql(), KEY),
					"create one, or name another key with %s.key".formatted(table));
		}
		List<Column> shared = to.columns().stream().filter((column) -> !ignored.contains(column)).toList();
		agree(table, from, to, shared);
		Optional<Column> version = Optional.ofNullable(settings.version())
			.map((name) -> columns(to, this.targetCatalog.identifiers(List.of(name)), table + ".version").get(0));
		Stream.concat(key.stream(), version.stream()).filter(ignored::contains).findFirst().ifPresent((column) -> {
			throw new MappingException("%s.ignore: %s is needed to compare rows".formatted(table, column.name()),
					"take it off that list");
		});
		List<Column> fromKey = columns(from, names(key), table + ".key");
		sameOrder(table, from, fromKey, key);
		Optional<Relation> source = source(settings, from);
		List<Column> sourceKey = source.map((found) -> sourceKey(settings, found, key)).orElse(fromKey);
		source.ifPresent((found) -> sameOrder(table, found, sourceKey, key));
		List<Column> content = shared.stream()
			.filter((column) -> !key.contains(column) && !version.filter(column::equals).isPresent())
			.toList();
		return new Mapping(table, from, source, sourceKey, to, key, version, content, ignored, definition.apply(from));
	}

	/**
	 * Sorts mappings by the target's foreign keys, so that a parent is written before its
	 * children.
	 */
	public List<Mapping> parentsFirst(List<Mapping> mappings) {
		Map<Long, Set<Long>> parents = ForeignKey.parents(this.targetKeys.database(),
				mappings.stream().map(Mapping::to).toList());
		List<Mapping> sorted = new ArrayList<>();
		List<Mapping> rest = new ArrayList<>(mappings);
		while (!rest.isEmpty()) {
			Mapping next = rest.stream()
				.filter((mapping) -> rest.stream()
					.noneMatch((other) -> other.to().oid() != mapping.to().oid()
							&& parents.getOrDefault(mapping.to().oid(), Set.of()).contains(other.to().oid())))
				.findFirst()
				.orElse(rest.get(0));
			sorted.add(next);
			rest.remove(next);
		}
		return sorted;
	}

	private List<String> key(MappingSettings settings, Relation to) {
		List<String> key = settings.key().isEmpty() ? this.targetKeys.primary(to)
				: this.targetCatalog.identifiers(settings.key());
		if (key.isEmpty()) {
			throw new MappingException("%s: %s has no primary key".formatted(settings.table(), to.sql()),
					"name its key with %s.key".formatted(settings.table()));
		}
		return key;
	}

	private Optional<Relation> source(MappingSettings settings, Relation from) {
		if (settings.source() == null) {
			return from.isTable() ? Optional.of(from) : Optional.empty();
		}
		return Optional.of(relation(this.sourceCatalog, settings.source(), settings.table() + ".source.table", "Blue",
				"correct the name"));
	}

	private List<Column> sourceKey(MappingSettings settings, Relation source, List<Column> key) {
		List<String> names = settings.sourceKey().isEmpty() ? names(key)
				: this.sourceCatalog.identifiers(settings.sourceKey());
		List<Column> columns = columns(source, names, settings.table() + ".source.key");
		if (columns.size() != key.size() || !this.sourceKeys.isKey(source, names)) {
			throw new MappingException(
					"%s: (%s) is no key of %s that fits (%s): %s".formatted(settings.table(), String.join(", ", names),
							source.sql(), String.join(", ", names(key)), KEY),
					"name it with %s.source.key".formatted(settings.table()));
		}
		return columns;
	}

	private void agree(String table, Relation from, Relation to, List<Column> shared) {
		if (shape(from.columns()).equals(shape(shared))) {
			return;
		}
		List<String> source = shape(from.columns());
		List<String> target = shape(shared);
		String onlySource = source.stream()
			.filter((column) -> !target.contains(column))
			.collect(Collectors.joining(", "));
		String onlyTarget = target.stream()
			.filter((column) -> !source.contains(column))
			.collect(Collectors.joining(", "));
		String what = (onlySource + onlyTarget).isEmpty() ? "the same columns stand in another order"
				: "only in %s: %s; only in %s: %s".formatted(from.sql(), onlySource.isEmpty() ? "none" : onlySource,
						to.sql(), onlyTarget.isEmpty() ? "none" : onlyTarget);
		throw new MappingException("%s: %s and %s disagree in column names, order or types: %s".formatted(table,
				from.sql(), to.sql(), what),
				"change the view, or name columns that only Green has with %s.ignore".formatted(table));
	}

	/**
	 * Both sides of one database must order keys alike, or a range would hold other rows
	 * on each. Two servers may not be able to.
	 */
	private void sameOrder(String table, Relation relation, List<Column> sourceKey, List<Column> key) {
		for (int i = 0; i < key.size(); i++) {
			Column there = sourceKey.get(i);
			Column here = key.get(i);
			if (this.oneDatabase && !there.collation().equals(here.collation())) {
				throw new MappingException(
						"%s: %s.%s has the collation %s and Green's %s has %s, so ranges of keys would be cut differently"
							.formatted(table, relation.sql(), there.sql(), there.collation(), here.sql(),
									here.collation()),
						"ALTER Green's column to TYPE %s COLLATE %s".formatted(here.type(), there.collation()));
			}
		}
	}

	private List<String> shape(List<Column> columns) {
		return columns.stream()
			.map((column) -> column.sql() + " " + (this.oneDatabase ? column.type() : column.shape()))
			.toList();
	}

	private static Relation relation(Catalog catalog, String name, String key, String side, String wayOut) {
		return catalog.relation(name)
			.orElseThrow(() -> new MappingException(
					"%s: no table or view %s (SCHEMA.TABLE, quoted where SQL needs it) is in %s".formatted(key, name,
							side),
					wayOut));
	}

	private static List<Column> columns(Relation relation, List<String> names, String key) {
		return names.stream()
			.map((name) -> relation.column(name)
				.orElseThrow(() -> new MappingException("%s: %s has no column %s".formatted(key, relation.sql(), name),
						"name one of " + String.join(", ", names(relation.columns())))))
			.toList();
	}

	private static List<String> names(List<Column> columns) {
		return columns.stream().map(Column::name).toList();
	}

}
