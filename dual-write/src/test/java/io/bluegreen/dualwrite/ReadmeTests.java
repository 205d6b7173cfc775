package io.bluegreen.dualwrite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

import javax.sql.DataSource;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;

import io.bluegreen.dualwrite.example.Cancellations;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.Where;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The service that the README shows.
 */
class ReadmeTests {

	private static final String SOURCE = "src/test/java/io/bluegreen/dualwrite/example/Cancellations.java";

	@Test
	@Tag("fast")
	void showsTheSourceThatIsCompiledHere() throws IOException {
		String source = Files.readString(Path.of(SOURCE));
		String shown = source.substring(source.indexOf("@Service"))
			.replace("\t", "    ")
			.replaceAll("(?m)^(?=.)", "    ");
		assertThat(Files.readString(Path.of("../README.md"))).contains(shown);
	}

	@Test
	void bringsWhatItChangesToGreen() throws SQLException {
		try (MigratedStores stores = MigratedStores.create(Where.TWO_DATABASES)) {
			DataSource blue = stores.stores().source().as(LegacyDatabase.APPLICATION);
			new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(DualWriteAutoConfiguration.class))
				.withUserConfiguration(Transactions.class, Cancellations.class)
				.withBean(DataSource.class, () -> blue)
				.withPropertyValues(stores.properties())
				.run((context) -> {
					context.getBean(Cancellations.class).cancel(11);
					assertThat(context.getBean(DualWrite.class).await(RowKey.of("payments", 11), Duration.ofMinutes(1)))
						.isTrue();
					assertThat(stores.green("SELECT status FROM green.payments WHERE payment_id = 11"))
						.containsExactly("cancelled");
				});
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	static class Transactions {

		@Bean
		JdbcTransactionManager transactionManager(DataSource blue) {
			return new JdbcTransactionManager(blue);
		}

		@Bean
		JdbcClient jdbcClient(DataSource blue) {
			return JdbcClient.create(blue);
		}

	}

}
