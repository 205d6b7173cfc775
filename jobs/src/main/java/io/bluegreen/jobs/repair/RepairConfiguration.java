package io.bluegreen.jobs.repair;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.bluegreen.failure.StopSignal;
import io.bluegreen.jobs.preflight.Preflight;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.jobs.verify.KeyVerifications;
import io.bluegreen.lock.ExclusiveWork;
import io.bluegreen.topology.Databases;
import io.bluegreen.tracking.InsertLogSwitch;

/**
 * The repair.
 */
@Configuration(proxyBeanMethods = false)
public class RepairConfiguration {

	@Bean
	Repair repair(Databases databases, Preflight preflight, ExclusiveWork exclusive, KeyVerifications verifications,
			InsertLogSwitch insertLog, BluegreenSettings settings, StopSignal stopSignal) {
		return new Repair(databases, preflight, exclusive, verifications, insertLog, settings, stopSignal);
	}

}
