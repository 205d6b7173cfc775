package io.bluegreen.jobs.init;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds the expression that makes a value of Blue one of Green, and says where somebody
 * must decide.
 */
class Casts {

	private static final String TIMESTAMP = "timestamp without time zone";

	private static final String TIMESTAMPTZ = "timestamp with time zone";

	private static final String ZONE = "which time zone do Blue's values mean? UTC is a guess";

	private static final Set<String> WHOLE = Set.of("smallint", "integer", "bigint");

	private static final Set<String> TEXT = Set.of("text", "character varying", "character");

	/**
	 * A cast of these to text says something else under another setting: of dates and
	 * intervals, of the digits of a float, of bytea, of the locale of money, of the
	 * search_path that names are written under.
	 */
	private static final Set<String> BY_SESSION = Set.of("date", TIMESTAMP, TIMESTAMPTZ, "interval",
			"time with time zone", "daterange", "tsrange", "tstzrange", "datemultirange", "tsmultirange",
			"tstzmultirange", "real", "double precision", "point", "line", "lseg", "box", "path", "polygon", "circle",
			"bytea", "money", "regclass", "regcollation", "regconfig", "regdatabase", "regdictionary", "regnamespace",
			"regoper", "regoperator", "regproc", "regprocedure", "regrole", "regtype");

	private static final String UNWRITTEN = "how shall it be written? infinity becomes NULL";

	/**
	 * Where a bare cast does not exist, or would hide a decision.
	 *
	 * @param sql of a value and Green's type
	 */
	private record Rule(Set<String> from, Set<String> to, String sql, String review) {
	}

	private static final List<Rule> RULES = List.of(
			new Rule(Set.of(TIMESTAMP), Set.of(TIMESTAMPTZ), "%s AT TIME ZONE 'UTC'", ZONE),
			new Rule(Set.of("date"), Set.of(TIMESTAMPTZ), "%s::timestamp AT TIME ZONE 'UTC'", ZONE),
			new Rule(Set.of(TIMESTAMPTZ), Set.of(TIMESTAMP), "%s AT TIME ZONE 'UTC'",
					"in which time zone shall Green have it? UTC is a guess"),
			new Rule(Set.of(TIMESTAMPTZ), Set.of("date"), "(%s AT TIME ZONE 'UTC')::date",
					"the time is dropped; in which time zone shall the day begin? UTC is a guess"),
			new Rule(Set.of(TIMESTAMP), TEXT, "to_char(%s, 'YYYY-MM-DD HH24:MI:SS.US')", UNWRITTEN),
			new Rule(Set.of("date"), TEXT, "to_char(%s, 'YYYY-MM-DD')", UNWRITTEN),
			new Rule(Set.of(TIMESTAMPTZ), TEXT, "to_char(%s AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
					UNWRITTEN),
			new Rule(Set.of("smallint", "integer", "bigint", "numeric"), Set.of("boolean"), "%s <> 0",
					"0 becomes false, anything else true"),
			new Rule(Set.of("boolean"), Set.of("integer"), "%s::integer", "true becomes 1, false 0"),
			new Rule(Set.of("boolean"), Set.of("smallint", "bigint"), "%s::integer::%s", "true becomes 1, false 0"),
			new Rule(Set.of("json"), Set.of("jsonb"), "%s::jsonb",
					"jsonb drops the order of keys, duplicate ones and blanks; a value with \\u0000 is rejected"),
			new Rule(Set.of("bytea"), TEXT, "encode(%s, 'hex')",
					"written in hexadecimal digits; is it text of some encoding? then convert_from(.., 'UTF8')"));

	private static final Set<String> ZONED = Set.of(TIMESTAMPTZ, "time with time zone");

	private final Function<String, Optional<String>> refusal;

	/**
	 * Asks a server.
	 * @param refusal what Blue has against an expression, in words; empty: nothing
	 */
	Casts(Function<String, Optional<String>> refusal) {
		this.refusal = refusal;
	}

	/**
	 * The expression.
	 * @param value of type {@code from}
	 */
	Expression cast(String value, Type from, Type to) {
		if (from.isEnum() && to.isEnum()) {
			return labels(value, from, to);
		}
		if (from.written().equals(to.written())) {
			return Expression.certain(value);
		}
		Expression found = special(value, from, to).map((special) -> exact(special, from, to))
			.orElseGet(() -> plain(value, from, to));
		return this.refusal.apply(found.sql())
			.map((why) -> Expression.missing("no cast from %s to %s: %s".formatted(from.written(), to.written(), why)))
			.orElse(found);
	}

	private Expression labels(String value, Type from, Type to) {
		boolean same = from.written().equals(to.written());
		String sql = same ? value : value + "::text::" + to.written();
		List<String> lacking = from.labels().stream().filter((label) -> !to.labels().contains(label)).toList();
		Optional<String> why = same ? Optional.empty() : this.refusal.apply(sql);
		if (why.isPresent()) {
			return Expression.missing("no cast from %s to %s: %s".formatted(from.written(), to.written(), why.get()));
		}
		return lacking.isEmpty() ? Expression.certain(sql) : Expression.toReview(sql,
				"Green's enum lacks %s: such rows are rejected".formatted(String.join(", ", lacking)));
	}

	private static Optional<Expression> special(String value, Type from, Type to) {
		return RULES.stream()
			.filter((rule) -> rule.from().contains(from.plain()) && rule.to().contains(to.plain()))
			.findFirst()
			.map((rule) -> Expression.toReview(rule.sql().formatted(value, to.plain()), rule.review()));
	}

	/** Of exactly Green's type, where the special expression is of the plain one. */
	private static Expression exact(Expression special, Type from, Type to) {
		boolean textual = TEXT.contains(to.plain());
		if (to.written().equals(textual ? "text" : to.plain())) {
			return special;
		}
		Expression cast = new Expression("(%s)::%s".formatted(special.sql(), to.written()), special.reviews());
		boolean fits = !to.constrained()
				&& (to.modifier() < 0 || (!textual && from.modifier() >= 0 && from.modifier() <= to.modifier()));
		return fits ? cast : cast.with("%s may cut, round or refuse some values".formatted(to.written()));
	}

	private static Expression plain(String value, Type from, Type to) {
		String sql = value + "::" + to.written();
		if (Widening.holds(from, to)) {
			return Expression.certain(sql);
		}
		boolean readsText = TEXT.contains(from.element());
		boolean writesText = TEXT.contains(to.element());
		boolean changesZone = ZONED.contains(from.element()) != ZONED.contains(to.element());
		if (writesText ? BY_SESSION.contains(from.element()) : changesZone && !readsText) {
			return Expression.missing("a cast from %s to %s depends on the session: write it so that it does not"
				.formatted(from.written(), to.written()));
		}
		return Expression.toReview(sql, review(from, to));
	}

	private static String review(Type from, Type to) {
		String what = "from %s to %s: ".formatted(from.written(), to.written());
		if (from.element().equals("character") && TEXT.contains(to.element())) {
			return what + "blanks at the end are dropped";
		}
		if (to.constrained()) {
			return what + "rows whose value the domain refuses are rejected";
		}
		if (TEXT.contains(to.element()) && to.modifier() >= 0) {
			return what + "longer values are cut off without a word; look at max(length(..))";
		}
		if (to.element().equals("numeric") || WHOLE.contains(to.element())) {
			return what + "decimals are rounded off without a word, rows with too large values are rejected";
		}
		if (TEXT.contains(from.element())) {
			return what + "rows whose text does not read as such a value are rejected";
		}
		return what + "may lose something; look at the values";
	}

}
