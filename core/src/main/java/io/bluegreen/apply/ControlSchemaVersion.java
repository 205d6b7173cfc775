package io.bluegreen.apply;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.failure.RefusedException;

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

	/**
	 * Refuses a control schema that is newer than this program, which may not know what
	 * is to be heeded there.
	 * @param there the version that is there
	 */
	public static void requireNotNewer(int there) {
		if (there > known()) {
			throw new RefusedException(
					"this program is older than the control schema in Green: it knows version %d, there is %d"
						.formatted(known(), there),
					"run the program that migrated it, or a newer one");
		}
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
