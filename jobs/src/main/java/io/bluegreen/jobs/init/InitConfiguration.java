package io.bluegreen.jobs.init;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.bluegreen.session.Side;

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
