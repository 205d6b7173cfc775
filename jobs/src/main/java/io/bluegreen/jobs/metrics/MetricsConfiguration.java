package io.bluegreen.jobs.metrics;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.bluegreen.jobs.reconcile.Positions;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.topology.Databases;

/**
 * The meters.
 */
@Configuration(proxyBeanMethods = false)
public class MetricsConfiguration {

	@Bean
	Publications publications(Databases databases, Positions positions, BluegreenSettings settings) {
		return new Publications(databases, positions, settings);
	}

}
