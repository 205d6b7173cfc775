package io.bluegreen.jobs.verify;

import io.bluegreen.jobs.database.Databases;
import io.bluegreen.jobs.database.GreenLog;
import io.bluegreen.jobs.preflight.Preflight;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.jobs.work.Drain;
import io.bluegreen.jobs.work.Supervisor;
import io.bluegreen.session.Side;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The verification.
 */
@Configuration(proxyBeanMethods = false)
public class VerifyConfiguration {

	@Bean
	Verify verify(Databases databases, Side blue, Side green, Preflight preflight, GreenLog greenLog,
			Supervisor supervisor, Drain drain, BluegreenSettings settings) {
		return new Verify(databases, preflight, new Evidence(blue, green), greenLog, supervisor, drain, settings);
	}

}
