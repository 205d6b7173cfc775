package io.bluegreen.jobs.settings;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Tag("fast")
class DatabaseUrlTests {

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:postgresql://db.example:5433/shop", "jdbc:postgresql://db.example/shop",
			"jdbc:postgresql://[::1]:5432/shop?sslmode=verify-full&sslrootcert=/etc/tls/ca.pem",
			"jdbc:postgresql://one:5432,two:5433/shop?targetServerType=primary", "jdbc:postgresql:shop",
			"jdbc:postgresql:///shop", "jdbc:postgresql://server/shop?user=name@server",
			"jdbc:postgresql://?service=shop", "jdbc:postgresql://db/shop?sslkey=/k.pk8&sslpassword=s3cret",
			"jdbc:postgresql://db/shop?passfile=/etc/pgpass" })
	void goodOneIsTaken(String url) {
		assertThat(new DatabaseUrl(url).complaint()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = ' ',
			value = { "jdbc:postgresql://db/shop?password=s3cret jdbc:postgresql://db/shop?password=***",
					"jdbc:postgresql://db/shop?user=a&PASSWORD=s3&cret jdbc:postgresql://db/shop?user=a&PASSWORD=***",
					"jdbc:postgresql://db/shop?p%61ssword=s3cret jdbc:postgresql://db/shop?p%61ssword=***",
					"jdbc:postgresql://db/shop?password=s3%26cret&ssl=true jdbc:postgresql://db/shop?password=***",
					"jdbc:postgresql://role:s3cret@db:5432/shop jdbc:postgresql://***@db:5432/shop",
					"jdbc:postgresql://role:s3/cr@et@db/shop jdbc:postgresql://***@db/shop",
					"jdbc:postgresql://role:s3?cret@db/shop jdbc:postgresql://***@db/shop",
					"postgres://role:s3cret@db/shop postgres://***@db/shop",
					"jdbc:mysql://db/shop?password=s3@cret jdbc:mysql://db/shop?password=***",
					"role:s3cret@db/shop ***@db/shop" })
	void passwordIsRefusedAndNeverQuoted(String url, String masked) {
		assertThat(new DatabaseUrl(url)).hasToString(masked);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new DatabaseSettings(url, null, null).check("bluegreen.blue.url"))
			.withMessageStartingWith("bluegreen.blue.url: " + masked + " has a ")
			.withMessageContaining("`password`")
			.withMessageContaining("configtree");
		assertThat(new DatabaseUrl(url).complaint().orElseThrow()).doesNotContain("s3", "cret");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ' ', quoteCharacter = '"', value = { "localhost:5432/shop \"is no JDBC URL\"",
			"jdbc:mysql://db/shop \"is no JDBC URL\"", "jdbc:postgresql://db:54x2/shop \"has a port\"",
			"jdbc:postgresql://db:99999/shop \"has a port\"", "jdbc:postgresql://one,two:0/shop \"has a port\"",
			"jdbc:postgresql://db:5432 \"names no database\"", "jdbc:postgresql://db:5432/ \"names no database\"",
			"jdbc:postgresql: \"names no database\"", "jdbc:postgresql://db/sh%op \"hexadecimal\"" })
	void brokenOneIsRefusedWithWhatIsWrong(String url, String complaint) {
		assertThat(new DatabaseUrl(url).complaint().orElseThrow()).contains(complaint);
	}

	@Test
	void otherSecretsAreMasked() {
		assertThat(new DatabaseSettings("jdbc:postgresql://db/shop?sslpassword=s3cret&ssl=true", "role", "s3cret"))
			.hasToString("jdbc:postgresql://db/shop?sslpassword=*** as role");
	}

}
