package io.bluegreen.jobs.preflight;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.topology.Databases;

/**
 * The preflight.
 */
@Configuration(proxyBeanMethods = false)
public class PreflightConfiguration {

	@Bean
	Preflight preflight(BluegreenSettings settings, Databases databases) {
		return new Preflight(settings, databases);
	}

}
