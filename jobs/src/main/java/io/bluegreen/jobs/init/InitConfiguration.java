package io.bluegreen.jobs.init;

import io.bluegreen.session.Side;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Drafting.
 */
@Configuration(proxyBeanMethods = false)
public class InitConfiguration {

	@Bean
	Init init(Side blue, Side green) {
		return new Init(blue, green);
	}

}
