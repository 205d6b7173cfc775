package io.bluegreen.jobs.preflight;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.bluegreen.session.Side;

/**
 * A superuser is accepted with a warning.
 */
class Superuser implements Check {

	private static final Logger logger = LoggerFactory.getLogger(Superuser.class);

	private final Side green;

	Superuser(Side green) {
		this.green = green;
	}

	@Override
	public String name() {
		return "the role is known";
	}

	@Override
	public void require() {
		List<String> superuser = this.green.in(() -> this.green.client()
			.sql("SELECT rolname::text FROM pg_roles WHERE rolname = current_user AND rolsuper")
			.query(String.class)
			.list());
		superuser.forEach((role) -> logger.warn(
				"Role {} is a superuser: the jobs need one that reads Blue and writes Green, no more (bluegreen.jobs-role)",
				role));
	}

}
