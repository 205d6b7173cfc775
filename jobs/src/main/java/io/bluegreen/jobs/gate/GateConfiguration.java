package io.bluegreen.jobs.gate;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.bluegreen.failure.StopSignal;
import io.bluegreen.jobs.preflight.Preflight;
import io.bluegreen.jobs.reconcile.Positions;
import io.bluegreen.jobs.reconcile.Reconcile;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.jobs.verify.IncrementalVerify;
import io.bluegreen.jobs.verify.Standing;
import io.bluegreen.topology.Databases;

/**
 * The gate.
 */
@Configuration(proxyBeanMethods = false)
public class GateConfiguration {

	@Bean
	Gate gate(BluegreenSettings settings, Databases databases, Preflight preflight, Positions positions,
			Standing standing, Reconcile reconcile, IncrementalVerify verify, StopSignal stopSignal) {
		return new Gate(settings, databases, preflight, positions, standing, reconcile, verify, stopSignal);
	}

}
