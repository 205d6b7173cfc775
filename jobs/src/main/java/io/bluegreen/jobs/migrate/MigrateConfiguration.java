package io.bluegreen.jobs.migrate;

import java.time.Duration;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.bluegreen.failure.StopSignal;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.lock.ExclusiveWork;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;

/**
 * Migrations and tracking.
 */
@Configuration(proxyBeanMethods = false)
public class MigrateConfiguration {

	@Bean
	RetryingDdl retryingDdl(StopSignal stopSignal) {
		return new RetryingDdl(Duration.ofMinutes(5), stopSignal);
	}

	@Bean
	Grants grants(Databases databases, Side blue, Side green, BluegreenSettings settings, RetryingDdl ddl) {
		return new Grants(databases, blue, green, settings, ddl);
	}

	@Bean
	Migrate migrate(Side blue, Side green, BluegreenSettings settings, RetryingDdl ddl, Grants grants) {
		return new Migrate(blue, green, settings, ddl, grants);
	}

	@Bean
	Track track(Side blue, BluegreenSettings settings, Migrate migrate, RetryingDdl ddl, Grants grants) {
		return new Track(blue, settings, migrate, ddl, grants);
	}

	@Bean
	Untrack untrack(Side blue, Side green, BluegreenSettings settings, RetryingDdl ddl) {
		return new Untrack(blue, green, settings, ddl);
	}

	@Bean
	Uninstall uninstall(Databases databases, Side blue, Side green, BluegreenSettings settings, RetryingDdl ddl,
			StopSignal stopSignal) {
		Installation installation = new Installation(databases, blue, settings, ddl);
		return new Uninstall(installation, new UninstallChecks(installation, green),
				new ExclusiveWork(green, settings.maxWait(), stopSignal), ddl);
	}

}
