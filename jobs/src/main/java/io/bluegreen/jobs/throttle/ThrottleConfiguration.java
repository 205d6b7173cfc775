package io.bluegreen.jobs.throttle;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.topology.Databases;

/**
 * The signals.
 */
@Configuration(proxyBeanMethods = false)
public class ThrottleConfiguration {

	@Bean
	TableSignals tableSignals(Databases databases, BluegreenSettings settings) {
		return new TableSignals(databases, settings);
	}

}
