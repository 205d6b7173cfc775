package io.bluegreen.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import org.springframework.core.io.ClassPathResource;

/**
 * Text that lies beside the classes in {@code bench/}.
 */
final class Sql {

	private Sql() {
	}

	static String named(String name) {
		try {
			return new ClassPathResource("bench/" + name).getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read bench/" + name, ex);
		}
	}

}
