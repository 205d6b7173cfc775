package io.bluegreen.jobs;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;

/**
 * As much of psql as the documentation uses, for machines that have none:
 * {@code -U ROLE -d DATABASE} and {@code -f FILE}, {@code -c SQL} or stdin.
 */
public final class Psql {

	private Psql() {
	}

	/** Runs it against PSQL_URL_DATABASE, as the role with PSQL_PASSWORD. */
	public static void main(String... arguments) throws Exception {
		List<String> words = List.of(arguments);
		String sql = words.contains("-c") ? after(words, "-c")
				: words.contains("-f") ? Files.readString(Path.of(after(words, "-f")))
						: new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
		try (Connection connection = DriverManager.getConnection(System.getenv("PSQL_URL_" + after(words, "-d")),
				after(words, "-U"), System.getenv("PSQL_PASSWORD"));
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static String after(List<String> words, String option) {
		return words.get(words.indexOf(option) + 1);
	}

}
