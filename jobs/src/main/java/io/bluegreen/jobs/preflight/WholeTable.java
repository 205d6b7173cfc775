package io.bluegreen.jobs.preflight;

import java.util.List;

import io.bluegreen.failure.RefusedException;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * A view shows one row for each row of its source. One that leaves rows out, adds rows or
 * joins several into one cannot be told from one that lost them. (A join that finds no
 * partner is a matter of the data: verify counts its rows.)
 */
class WholeTable implements MappingCheck {

	/** The view, and the views between it and the source. */
	private static final String TREES = """
			WITH RECURSIVE uses (view, used) AS (
			    SELECT r.ev_class, d.refobjid
			    FROM pg_rewrite r JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
			    WHERE r.ev_type = '1' AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> r.ev_class
			), below (view) AS (
			    SELECT :from::oid
			    UNION
			    SELECT u.used FROM below b JOIN uses u USING (view)
			), above (view) AS (
			    SELECT :source::oid
			    UNION
			    SELECT u.view FROM above a JOIN uses u ON u.used = a.view
			)
			SELECT r.ev_action::text FROM pg_rewrite r
			WHERE r.ev_type = '1' AND (r.ev_class = :from OR r.ev_class IN (SELECT view FROM below INTERSECT SELECT view FROM above))
			""";

	private final Side blue;

	WholeTable(Side blue) {
		this.blue = blue;
	}

	@Override
	public String name() {
		return "the view shows one row for each row of its source";
	}

	@Override
	public void require(Mapping mapping) {
		List<String> trees = this.blue.in(() -> this.blue.client()
			.sql(TREES)
			.param("from", mapping.from().oid())
			.param("source", mapping.source().orElse(mapping.from()).oid())
			.query(String.class)
			.list());
		trees.forEach((tree) -> check(mapping, QueryTree.of(tree)));
	}

	private static void check(Mapping mapping, QueryTree query) {
		refuse(mapping, query.node("jointree").has("quals"),
				"leaves rows out by WHERE, and a part of a table cannot be verified",
				"move the whole table, and let a join condition stand in LEFT JOIN .. ON");
		refuse(mapping, query.has("limitCount") || query.has("limitOffset"), "leaves rows out by LIMIT or OFFSET",
				"move the whole table");
		refuse(mapping, query.has("setOperations"), "puts several tables together",
				"give each of them a view and a Green table of its own");
		refuse(mapping,
				query.has("groupClause") || query.has("distinctClause") || query.has("hasAggs")
						|| query.has("groupingSets") || query.has("havingQual"),
				"makes one row of several", "move the rows as they are, and aggregate in Green");
		refuse(mapping, query.has("hasTargetSRFs"), "makes several rows of one",
				"move the rows as they are, and split them in Green");
	}

	private static void refuse(Mapping mapping, boolean holds, String what, String wayOut) {
		if (holds) {
			throw new RefusedException("%s: %s %s".formatted(mapping.table(), mapping.from().sql(), what), wayOut);
		}
	}

}
