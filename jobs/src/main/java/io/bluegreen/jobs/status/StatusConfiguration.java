package io.bluegreen.jobs.status;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.bluegreen.jobs.preflight.Preflight;
import io.bluegreen.jobs.reconcile.Positions;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;

/**
 * The questions.
 */
@Configuration(proxyBeanMethods = false)
public class StatusConfiguration {

	@Bean
	Status status(Databases databases, Preflight preflight, Positions positions, BluegreenSettings settings) {
		return new Status(databases, preflight, positions, settings);
	}

	@Bean
	Chunks chunks(Side green, Preflight preflight, BluegreenSettings settings) {
		return new Chunks(green, new KeyNames(green, preflight, settings));
	}

	@Bean
	Rejects rejects(Side green, Preflight preflight, BluegreenSettings settings) {
		return new Rejects(green, new KeyNames(green, preflight, settings));
	}

	@Bean
	Differences differences(Databases databases, Side green, Preflight preflight, BluegreenSettings settings) {
		return new Differences(databases, new KeyNames(green, preflight, settings));
	}

	@Bean
	History history(Side green, Preflight preflight, BluegreenSettings settings) {
		return new History(green, new KeyNames(green, preflight, settings));
	}

}
