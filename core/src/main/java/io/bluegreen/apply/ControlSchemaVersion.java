package io.bluegreen.apply;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The version of the control schema, which is the number of its newest migration.
 */
public final class ControlSchemaVersion {

	private ControlSchemaVersion() {
	}

	/** The one that this program was built with. */
	public static int known() {
		return Known.VERSION;
	}

	/** The one that is there; 0 if nothing was migrated. */
	public static int in(JdbcClient target) {
		return target
			.sql("SELECT coalesce(max(version::int), 0) FROM bluegreen.control_history WHERE success AND type = 'SQL'")
			.query(Integer.class)
			.single();
	}

	private static final class Known {

		private static final int VERSION = read();

		private static int read() {
			try {
				return Arrays
					.stream(new PathMatchingResourcePatternResolver().getResources("classpath:sql/control/V*__*.sql"))
					.map((script) -> Objects.requireNonNull(script.getFilename()))
					.mapToInt((name) -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
					.max()
					.orElseThrow();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
