package io.bluegreen.jobs.status;

import java.util.List;

import io.bluegreen.session.Side;

/**
 * An instance of a service that has told Green of itself within the last day.
 *
 * @param generation of the service
 * @param version which of the two versions of the service it is
 * @param seconds since it was last seen; it tells every 5 s
 * @param fenced whether its generation may not write Green any more
 */
public record Instance(String id, long generation, String stage, String version, double seconds, boolean fenced) {

	static List<Instance> list(Side green) {
		return green.in(() -> green.client().sql("""
				SELECT i.id, i.generation, i.stage, i.version, i.generation < a.fence AS fenced,
				       extract(epoch FROM clock_timestamp() - i.last_seen) AS seconds
				FROM bluegreen.instance i, bluegreen.authority a
				WHERE i.last_seen > clock_timestamp() - interval '1 day'
				ORDER BY i.generation, i.id
				""").query(Instance.class).list());
	}

	String line() {
		return "instance %s: generation %d%s, stage %s, version %s, seen %,.0f s ago".formatted(this.id,
				this.generation, this.fenced ? " (fenced off)" : "", this.stage, this.version, this.seconds);
	}

}
