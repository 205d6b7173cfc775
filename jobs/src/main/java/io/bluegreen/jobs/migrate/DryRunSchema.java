package io.bluegreen.jobs.migrate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.function.Supplier;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.JdbcTemplate;

import io.bluegreen.session.Side;

/**
 * Looks at a database as it would be with the tracking schema in it: in a transaction
 * that is rolled back. It locks nothing that anybody else uses.
 */
record DryRunSchema(Side side) {

	private static final String SCRIPTS = "classpath:sql/tracking/V*__*.sql";

	<T> T of(Supplier<T> look) {
		JdbcTemplate jdbc = new JdbcTemplate(this.side.dataSource());
		return this.side.rolledBack(() -> {
			for (Resource script : scripts()) {
				jdbc.execute(text(script));
			}
			return look.get();
		});
	}

	private static Resource[] scripts() {
		try {
			Resource[] scripts = new PathMatchingResourcePatternResolver().getResources(SCRIPTS);
			Arrays.sort(scripts, Comparator.comparing((script) -> Objects.requireNonNull(script.getFilename())));
			return scripts;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String text(Resource script) {
		try {
			return script.getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
