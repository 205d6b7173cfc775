package io.bluegreen.tracking;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import io.bluegreen.testing.postgres.Database;
import io.bluegreen.testing.postgres.FreshDatabase;

/**
 * Sessions in a database with the tracking in it, which each test has for itself: they
 * are closed before it is dropped.
 */
final class Sessions implements BeforeEachCallback, AfterEachCallback {

	private final FreshDatabase fresh = new FreshDatabase(SourceTables::create);

	private final List<Session> open = new ArrayList<>();

	/** Opens a session of a role. */
	Session as(String role) throws SQLException {
		Session session = new Session(database(), role);
		this.open.add(session);
		return session;
	}

	/** Opens a session of whoever may do everything. */
	Session superuser() throws SQLException {
		return as(database().server().superuser());
	}

	Database database() {
		return this.fresh.database();
	}

	@Override
	public void beforeEach(ExtensionContext context) throws SQLException {
		this.fresh.beforeEach(context);
	}

	@Override
	public void afterEach(ExtensionContext context) throws SQLException {
		for (Session session : this.open) {
			session.close();
		}
		this.fresh.afterEach(context);
	}

}
