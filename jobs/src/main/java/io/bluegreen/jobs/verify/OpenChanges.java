package io.bluegreen.jobs.verify;

import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * Keys whose change in Blue the reconcile has not taken over, for a statement in Green.
 */
sealed interface OpenChanges permits OpenLog, OpenKeys {

	/** A query for them, column {@code key text[]}. */
	String query();

	/** Binds the parameters of the query. */
	StatementSpec bind(StatementSpec statement);

}
