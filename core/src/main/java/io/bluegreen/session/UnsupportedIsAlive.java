package io.bluegreen.session;

import java.sql.SQLException;

import com.zaxxer.hikari.SQLExceptionOverride;

/**
 * For a pool of connections: NaN that is cast to an integer, for one, is "not supported",
 * which the pool would take for a broken connection, and close it.
 */
public class UnsupportedIsAlive implements SQLExceptionOverride {

	@java.lang.Override
	public SQLExceptionOverride.Override adjudicate(SQLException ex) {
		return "0A000".equals(ex.getSQLState()) ? SQLExceptionOverride.Override.DO_NOT_EVICT
				: SQLExceptionOverride.Override.CONTINUE_EVICT;
	}

}
