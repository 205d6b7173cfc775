package io.bluegreen.jobs.init;

import java.util.Objects;
import java.util.Optional;

import org.springframework.dao.DataAccessException;

import io.bluegreen.failure.ServerError;
import io.bluegreen.session.Side;

/**
 * Drafts the mapping of a table of Blue to one of Green. Reads both catalogs and changes
 * nothing.
 */
public class Init {

	private final Side blue;

	private final Side green;

	Init(Side blue, Side green) {
		this.blue = blue;
		this.green = green;
	}

	/**
	 * Drafts.
	 * @param source the table in Blue, as in SQL
	 * @param target the table in Green, as in SQL
	 * @throws io.bluegreen.failure.RefusedException if one of them does not exist, or no
	 * key is common to both
	 */
	public Draft draft(String source, String target) {
		Table from = new Tables(this.blue, "Blue").read(source);
		Table to = new Tables(this.green, "Green").read(target);
		Sketch sketch = Sketch.of(from, to, new Casts((expression) -> refusal(from, expression)));
		return new Draft(ViewText.of(sketch), ConfigurationText.of(sketch), sketch.allReviews(),
				ConfigurationText.entry(sketch));
	}

	/** The server is asked whether it knows the types and a cast; no row is read. */
	private Optional<String> refusal(Table table, String expression) {
		if (expression.equals(Expression.MISSING)) {
			return Optional.empty();
		}
		try {
			return this.blue.in(() -> {
				this.blue.client()
					.sql("SELECT %s FROM %s b LIMIT 0".formatted(expression, table.sql()))
					.query((row) -> {
					});
				return Optional.empty();
			});
		}
		catch (DataAccessException ex) {
			String sqlState = ServerError.of(ex).sqlState();
			boolean unknown = sqlState.startsWith("42") || sqlState.startsWith("3F");
			if (!unknown || sqlState.equals("42501")) {
				throw ex;
			}
			// What does not parse says nothing of a row.
			String said = Objects.requireNonNullElse(ex.getMostSpecificCause().getMessage(), sqlState);
			return Optional.of(said.lines().findFirst().orElse(sqlState).replaceFirst("^ERROR: ", ""));
		}
	}

}
