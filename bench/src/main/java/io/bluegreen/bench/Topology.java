package io.bluegreen.bench;

import java.sql.SQLException;
import java.util.List;

/**
 * A way in which Blue and Green lie, and what is measured there.
 */
interface Topology extends AutoCloseable {

	/** In the order in which each round takes them. */
	List<Phase> phases();

	@Override
	void close() throws SQLException;

}
