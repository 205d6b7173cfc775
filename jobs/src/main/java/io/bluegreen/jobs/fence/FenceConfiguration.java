package io.bluegreen.jobs.fence;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.bluegreen.failure.StopSignal;
import io.bluegreen.jobs.preflight.Preflight;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.lock.RetriedLock;
import io.bluegreen.session.Side;

/**
 * The fence.
 */
@Configuration(proxyBeanMethods = false)
public class FenceConfiguration {

	@Bean
	Fence fence(Side green, Preflight preflight, BluegreenSettings settings, StopSignal stopSignal) {
		return new Fence(green, preflight, new RetriedLock(settings.maxWait(), stopSignal));
	}

}
