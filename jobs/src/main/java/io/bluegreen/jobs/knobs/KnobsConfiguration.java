package io.bluegreen.jobs.knobs;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.bluegreen.jobs.preflight.Preflight;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.topology.Databases;

/**
 * The knobs.
 */
@Configuration(proxyBeanMethods = false)
public class KnobsConfiguration {

	@Bean
	PlanControl planControl(Databases databases, Preflight preflight, BluegreenSettings settings) {
		return new PlanControl(databases.control(), preflight, settings);
	}

}
