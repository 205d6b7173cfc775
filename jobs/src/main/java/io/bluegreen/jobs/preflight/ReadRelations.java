package io.bluegreen.jobs.preflight;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.bluegreen.catalog.Catalog;
import io.bluegreen.catalog.Relation;
import io.bluegreen.failure.RefusedException;
import io.bluegreen.jobs.preflight.Reads.Thing;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * What is read must be what is tracked. Between {@code from} and its source lie plain
 * views only: the rows of a materialized view or of another table are not those that the
 * log speaks of. Whatever else is read has a change log as well, or is named under
 * {@code static}.
 */
class ReadRelations implements MappingCheck {

	private static final Logger logger = LoggerFactory.getLogger(ReadRelations.class);

	/** A relation in a query's tree. */
	private static final Pattern REFERENCE = Pattern.compile(":rtekind 0 :relid (\\d+) ");

	/** A relation in the text of a query; no function, which has an argument list. */
	private static final Pattern NAMED = Pattern.compile("\\b(?:from|join)\\s+([\\w.\"]+)(?![\\w.\"]*\\s*\\()",
			Pattern.CASE_INSENSITIVE);

	private final Side blue;

	private final BluegreenSettings settings;

	ReadRelations(Side blue, BluegreenSettings settings) {
		this.blue = blue;
		this.settings = settings;
	}

	@Override
	public String name() {
		return "what is read is tracked, or static";
	}

	@Override
	public void require(Mapping mapping) {
		Relation from = mapping.from();
		Reads reads = Reads.of(this.blue, mapping);
		Thing top = reads.relation(from.oid()).orElseThrow();
		refuse(List.of("m", "f").contains(from.kind()), mapping,
				"%s may show another state than the table below it has".formatted(top.inWords()),
				"name a plain view, or the table itself");
		mapping.source().ifPresent((source) -> {
			refuse(!source.isTable(), mapping, "source.table must name a table, and %s is none".formatted(source.sql()),
					"name the table that the application writes");
			refuse(from.isTable() && from.oid() != source.oid(), mapping,
					"%s is a table of its own, not its source %s".formatted(from.sql(), source.sql()),
					"name a view of %s, or leave `source` out".formatted(source.sql()));
		});
		List<Thing> constant = constant(mapping, reads);
		Set<Thing> read = reads.readBy(top, constant);
		mapping.source().filter((source) -> !from.isTable()).ifPresent((source) -> {
			refuse(read.stream().noneMatch((thing) -> thing.oid() == source.oid()), mapping,
					"%s does not read its source %s".formatted(from.sql(), source.sql()),
					"name the table that it reads, or let it read that one");
			refuse(mapping.version().isPresent() && references(reads, top, constant, source) > 1, mapping,
					"%s reads %s more than once, so that a row of it changes with other rows than its own, of which no log tells"
						.formatted(from.sql(), source.sql()),
					"move what the row itself has, and join it with the others in Green");
		});
		Lookups lookups = new Lookups(this.blue, this.settings);
		Lookups.besides(mapping, reads, constant)
			.filter((thing) -> lookups.tracked(thing).isEmpty())
			.findFirst()
			.ifPresent((thing) -> {
				throw refusal(mapping, reads, thing);
			});
		warn(mapping, read, constant);
	}

	private static RefusedException refusal(Mapping mapping, Reads reads, Thing thing) {
		String from = mapping.from().sql();
		String source = mapping.source().orElse(mapping.from()).sql();
		if (isOfSource(reads, thing)) {
			return refusal(mapping,
					"%s lies between %s and its source %s, and what it shows is not what %3$s has now"
						.formatted(thing.inWords(), from, source),
					"let %s read %s itself, through plain views at most".formatted(from, source));
		}
		return refusal(mapping,
				"%s reads %s besides its source, and a change to that is noticed by nobody".formatted(from,
						thing.inWords()),
				"add `static: [%s]` under bluegreen.tables.%s if it does not change while Blue is moved; else `bluegreen track %1$s`, so that a change to it voids what was verified"
					.formatted(thing.name(), mapping.table()));
	}

	private static boolean isOfSource(Reads reads, Thing thing) {
		return thing.ofSource() || reads.readersOf(reads.ofSource()).contains(thing);
	}

	/** What the settings call static. */
	private List<Thing> constant(Mapping mapping, Reads reads) {
		List<String> names = this.settings.table(mapping.table()).staticNames();
		Catalog catalog = new Catalog(this.blue.client()).readAhead(names);
		List<Thing> constant = new ArrayList<>();
		for (String name : names) {
			String key = mapping.table() + ".static";
			Relation relation = catalog.relation(name)
				.orElseThrow(() -> new RefusedException(
						"%s: no table or view %s (SCHEMA.TABLE, quoted where SQL needs it) is in Blue".formatted(key,
								name),
						"correct the name, or take it off that list"));
			Optional<Thing> thing = reads.relation(relation.oid());
			if (thing.isEmpty() && !reads.isNamedInABody(name)) {
				throw new RefusedException("%s: %s does not read %s".formatted(key, mapping.from().sql(), name),
						"take it off that list, or correct the name");
			}
			if (thing.isPresent() && isOfSource(reads, thing.get())) {
				throw new RefusedException("%s: %s is %s, or reads it, and that does change".formatted(key, name,
						mapping.source().orElse(mapping.from()).sql()), "take it off that list");
			}
			thing.ifPresent(constant::add);
		}
		return constant;
	}

	/** How often rows of the source are read for a row of the view. */
	private static int references(Reads reads, Thing reader, List<Thing> constant, Relation source) {
		if (reader.oid() == source.oid()) {
			return 1;
		}
		if (reader.tree() == null || constant.contains(reader)) {
			return 0;
		}
		int relations = REFERENCE.matcher(reader.tree())
			.results()
			.map((match) -> Long.parseLong(match.group(1)))
			.filter((oid) -> oid != reader.oid())
			.flatMap((oid) -> reads.relation(oid).stream())
			.mapToInt((thing) -> references(reads, thing, constant, source))
			.sum();
		int functions = reads.things()
			.values()
			.stream()
			.filter((thing) -> thing.kind().equals("function") && thing.readers().contains(reader.id()))
			.mapToInt((thing) -> references(reads, thing, constant, source))
			.sum();
		return relations + functions;
	}

	/** A body that is a string tells what it reads to those who search it. */
	private void warn(Mapping mapping, Set<Thing> read, List<Thing> constant) {
		for (Thing function : read) {
			if (function.body() == null) {
				continue;
			}
			List<String> names = NAMED.matcher(function.body())
				.results()
				.map((MatchResult match) -> match.group(1))
				.distinct()
				.toList();
			Catalog catalog = new Catalog(this.blue.client()).readAhead(names);
			names.stream()
				.flatMap((name) -> catalog.relation(name).stream())
				.map(Relation::sql)
				.filter((name) -> !this.settings.table(mapping.table()).staticNames().contains(name)
						&& constant.stream().noneMatch((thing) -> thing.name().equals(name)))
				.forEach((name) -> logger.warn(
						"{}: {} seems to read {}: a change to that is noticed by nobody; name it under bluegreen.tables.{}.static if there is none",
						mapping.table(), function.inWords(), name, mapping.table()));
		}
	}

	private static void refuse(boolean holds, Mapping mapping, String what, String wayOut) {
		if (holds) {
			throw refusal(mapping, what, wayOut);
		}
	}

	private static RefusedException refusal(Mapping mapping, String what, String wayOut) {
		return new RefusedException("%s: %s".formatted(mapping.table(), what), wayOut);
	}

}
