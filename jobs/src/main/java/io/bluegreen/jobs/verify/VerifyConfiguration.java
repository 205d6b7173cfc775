package io.bluegreen.jobs.verify;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.bluegreen.failure.StopSignal;
import io.bluegreen.jobs.preflight.Lookups;
import io.bluegreen.jobs.preflight.Preflight;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.jobs.work.Supervisor;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;
import io.bluegreen.tracking.InsertLogSwitch;
import io.bluegreen.tracking.LogPruning;

/**
 * The verification.
 */
@Configuration(proxyBeanMethods = false)
public class VerifyConfiguration {

	@Bean
	Evidence evidence(Side blue, Side green, BluegreenSettings settings, StopSignal stopSignal) {
		return new Evidence(
				blue, green, new LogPruning(green, settings.logMaxRows(), stopSignal), new LookupEvidence(blue,
						new Lookups(blue, settings), new LogPruning(blue, settings.logMaxRows(), stopSignal)),
				stopSignal);
	}

	@Bean
	Verify verify(Databases databases, Preflight preflight, Evidence evidence, InsertLogSwitch insertLog,
			Supervisor supervisor, StopSignal stopSignal, BluegreenSettings settings) {
		return new Verify(databases, preflight, evidence, insertLog, supervisor, stopSignal, settings);
	}

	@Bean
	IncrementalVerify incrementalVerify(Databases databases, Evidence evidence, InsertLogSwitch insertLog,
			StopSignal stopSignal, BluegreenSettings settings) {
		return new IncrementalVerify(databases, evidence, insertLog, stopSignal, settings);
	}

	@Bean
	Standing standing(Databases databases, Evidence evidence) {
		return new Standing(databases.control(), evidence);
	}

	@Bean
	KeyVerifications keyVerifications(Databases databases, Evidence evidence, StopSignal stopSignal) {
		return new KeyVerifications(databases, evidence, stopSignal);
	}

}
