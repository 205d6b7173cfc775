package io.bluegreen.jobs.preflight;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.bluegreen.jobs.preflight.Reads.Thing;

/**
 * Finds the column of a table that a view passes through, by the trees of its query and
 * of those below.
 */
record ColumnOrigin(Reads reads) {

	private static final long RELATION = 0;

	private static final long SUBQUERY = 1;

	private static final long JOIN = 2;

	private static final long CTE = 6;

	private static final long LEFT = 1;

	private static final long FULL = 2;

	private static final long RIGHT = 3;

	/**
	 * A column of a table or view.
	 *
	 * @param column its number in the catalog
	 */
	record Origin(long relation, long column) {
	}

	/**
	 * The column of a table that this one shows unchanged: itself where it is a table's.
	 * Empty where it is an expression, or NULL where an outer join finds no row.
	 */
	Optional<Origin> of(Origin shown) {
		Thing relation = this.reads.relation(shown.relation()).orElseThrow();
		return (relation.isView() && relation.tree() != null) ? ofTarget(QueryTree.of(relation.tree()), shown.column())
				: Optional.of(shown);
	}

	private Optional<Origin> ofTarget(QueryTree query, long column) {
		return query.list("targetList")
			.stream()
			.filter((target) -> target.number("resno") == column)
			.findFirst()
			.flatMap((target) -> ofExpression(query, target.node("expr")));
	}

	/** Through what changes a value's label alone: varchar to text, another collation. */
	private Optional<Origin> ofExpression(QueryTree query, QueryTree expression) {
		if (expression.kind().equals("RELABELTYPE") || expression.kind().equals("COLLATEEXPR")) {
			return ofExpression(query, expression.node("arg"));
		}
		if (!expression.kind().equals("VAR") || expression.number("varlevelsup") != 0) {
			return Optional.empty();
		}
		long table = expression.number("varno");
		long column = expression.number("varattno");
		QueryTree entry = query.list("rtable").get((int) table - 1);
		if (entry.number("rtekind") == JOIN) {
			return ofExpression(query, entry.list("joinaliasvars").get((int) column - 1));
		}
		return isAlwaysThere(query.node("jointree"), table, true) ? ofEntry(query, entry, column) : Optional.empty();
	}

	private Optional<Origin> ofEntry(QueryTree query, QueryTree entry, long column) {
		if (entry.number("rtekind") == RELATION) {
			return of(new Origin(entry.number("relid"), column));
		}
		if (entry.number("rtekind") == SUBQUERY) {
			return ofTarget(entry.node("subquery"), column);
		}
		if (entry.number("rtekind") == CTE && entry.number("ctelevelsup") == 0) {
			return query.list("cteList")
				.stream()
				.filter((cte) -> Objects.equals(cte.fields().get("ctename"), entry.fields().get("ctename")))
				.findFirst()
				.flatMap((cte) -> ofTarget(cte.node("ctequery"), column));
		}
		return Optional.empty();
	}

	/** Whether no outer join puts NULL for a row of an entry of the range table. */
	private static boolean isAlwaysThere(QueryTree join, long entry, boolean there) {
		return switch (join.kind()) {
			case "RANGETBLREF" -> there && join.number("rtindex") == entry;
			case "JOINEXPR" -> {
				long type = join.number("jointype");
				yield isAlwaysThere(join.node("larg"), entry, there && type != FULL && type != RIGHT)
						|| isAlwaysThere(join.node("rarg"), entry, there && type != FULL && type != LEFT);
			}
			default -> {
				List<QueryTree> items = join.list("fromlist");
				yield items.stream().anyMatch((item) -> isAlwaysThere(item, entry, there));
			}
		};
	}

}
