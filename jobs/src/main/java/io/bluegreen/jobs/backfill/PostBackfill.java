package io.bluegreen.jobs.backfill;

import java.sql.SQLWarning;
import java.util.Objects;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.StatementCallback;

import io.bluegreen.failure.ServerError;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.tracking.TrackedTable;

/**
 * A Green table whose rows came from elsewhere: its sequences have drawn none of their
 * keys, and the planner has never seen it full.
 */
class PostBackfill {

	private static final Logger logger = LoggerFactory.getLogger(PostBackfill.class);

	private final Side green;

	private final Mapping mapping;

	PostBackfill(Side green, Mapping mapping) {
		this.green = green;
		this.mapping = mapping;
	}

	/**
	 * Prepares it for those who insert and read there next. The rights of the owner, whom
	 * this needs, come with the change log; without one they must be granted.
	 */
	void prepare() {
		boolean logged = this.green
			.in(() -> TrackedTable.find(this.green.client(), this.mapping.to().oid()).isPresent());
		unhurried(() -> call(logged ? "bluegreen_track.advance_sequences" : "bluegreen_track.advance"));
		try {
			unhurried(logged ? () -> call("bluegreen_track.analyze") : this::analyze);
		}
		catch (DataAccessException ex) {
			if (!ServerError.of(ex).sqlState().equals("55P03")) {
				throw ex;
			}
			logger.warn("{} is not analyzed, since other sessions hold its lock: run ANALYZE {} after them",
					this.mapping.table(), this.mapping.to().sql());
		}
	}

	/** Without an index on a sequence's column all of the table is read. */
	private void unhurried(Runnable work) {
		this.green.run(() -> {
			this.green.client().sql("SET LOCAL statement_timeout = 0").update();
			work.run();
		});
	}

	private void call(String function) {
		this.green.client()
			.sql("SELECT %s(:relation::oid::regclass)".formatted(function))
			.param("relation", this.mapping.to().oid())
			.query((row) -> {
			});
	}

	/** The server only warns where it does nothing. */
	private void analyze() {
		StatementCallback<Optional<SQLWarning>> analyze = (statement) -> {
			statement.execute("ANALYZE " + this.mapping.to().sql());
			return Optional.ofNullable(statement.getWarnings());
		};
		Objects.requireNonNull(new JdbcTemplate(this.green.dataSource()).execute(analyze))
			.ifPresent((warning) -> logger.warn("{} is not analyzed: {}; let its owner run ANALYZE {}",
					this.mapping.table(), warning.getMessage(), this.mapping.to().sql()));
	}

}
