package io.bluegreen.jobs.preflight;

import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.topology.Databases;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

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
