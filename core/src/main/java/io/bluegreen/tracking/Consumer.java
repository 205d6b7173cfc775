package io.bluegreen.tracking;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who notes positions, and leaves a token in the database with each of them: a copy of
 * that database which was made earlier lacks it, however much was written there since.
 *
 * @param name tells those apart who read the same logs
 * @param running whether what begins at its positions may be under way several times at
 * once
 */
public record Consumer(String name, boolean running) {

	/**
	 * A consumer whose positions are kept in this control schema.
	 * @param control where that is
	 * @param purpose what the positions are for: one does not take away the other's
	 * tokens
	 */
	public static Consumer of(JdbcClient control, String purpose, boolean running) {
		String id = control.sql("SELECT id FROM bluegreen.consumer").query(String.class).single();
		return new Consumer(id + " " + purpose, running);
	}

	/**
	 * Leaves a token. To be called in the transaction that noted the position, and after
	 * it; once that is committed, all that the position has seen is on disk.
	 * @param database where the table is
	 * @param relation the table's oid
	 * @param noted the position
	 * @return the position with its token
	 */
	public Position leave(JdbcClient database, long relation, Position noted) {
		return new Position(database.sql("""
				SELECT bluegreen_track.leave(:relation::oid::regclass, :consumer, :noted::jsonb, :running)::text
				""")
			.param("relation", relation)
			.param("consumer", this.name)
			.param("noted", noted.json())
			.param("running", this.running)
			.query(String.class)
			.single());
	}

	/**
	 * Lets the tokens of earlier positions go. To be called once the position is stored
	 * for good.
	 */
	public void stored(JdbcClient database, long relation, Position position) {
		database.sql(
				"SELECT bluegreen_track.stored(:relation::oid::regclass, :consumer, (:position::jsonb ->> 'token')::uuid)")
			.param("relation", relation)
			.param("consumer", this.name)
			.param("position", position.json())
			.query((row) -> {
			});
	}

}
