package io.bluegreen.jobs.init;

import java.util.List;
import java.util.Optional;

import io.bluegreen.catalog.Relation;
import io.bluegreen.tracking.TrackedTable;

/**
 * One of the two tables.
 *
 * @param view what the mapping of this table would be called, qualified and quoted
 * @param keys the columns of each full, valid, immediate unique index without NULLs; the
 * primary key first, where it is such a one
 * @param primaryKey empty where there is none
 */
record Table(Relation relation, String view, List<Attribute> attributes, List<List<String>> keys,
		List<String> primaryKey, Optional<TrackedTable> tracked) {

	String sql() {
		return this.relation.sql();
	}

	Optional<Attribute> attribute(String name) {
		return this.attributes.stream().filter((attribute) -> attribute.name().equals(name)).findFirst();
	}

	/** The attributes of those names, all of which exist. */
	List<Attribute> attributes(List<String> names) {
		return names.stream().map((name) -> attribute(name).orElseThrow()).toList();
	}

}
