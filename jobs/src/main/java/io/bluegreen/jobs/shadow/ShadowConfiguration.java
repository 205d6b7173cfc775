package io.bluegreen.jobs.shadow;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.bluegreen.failure.StopSignal;
import io.bluegreen.topology.Databases;

/**
 * The comparison of two services.
 */
@Configuration(proxyBeanMethods = false)
public class ShadowConfiguration {

	@Bean
	Shadow shadow(Databases databases, StopSignal stopSignal) {
		return new Shadow(databases, stopSignal);
	}

}
