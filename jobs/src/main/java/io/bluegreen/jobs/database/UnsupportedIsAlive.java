package io.bluegreen.jobs.database;

import java.sql.SQLException;

import com.zaxxer.hikari.SQLExceptionOverride;

/**
 * NaN that is cast to an integer, for one, is "not supported", which the pool would take
 * for a broken connection, and close it.
 */
class UnsupportedIsAlive implements SQLExceptionOverride {

	@java.lang.Override
	public SQLExceptionOverride.Override adjudicate(SQLException ex) {
		return "0A000".equals(ex.getSQLState()) ? SQLExceptionOverride.Override.DO_NOT_EVICT
				: SQLExceptionOverride.Override.CONTINUE_EVICT;
	}

}
