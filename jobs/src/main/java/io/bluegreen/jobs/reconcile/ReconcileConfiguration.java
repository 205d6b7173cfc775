package io.bluegreen.jobs.reconcile;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.bluegreen.failure.StopSignal;
import io.bluegreen.jobs.ledger.Retention;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.lock.ExclusiveWork;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;
import io.bluegreen.tracking.InsertLogSwitch;
import io.bluegreen.tracking.LogPruning;

/**
 * The reconcile.
 */
@Configuration(proxyBeanMethods = false)
public class ReconcileConfiguration {

	@Bean
	ExclusiveWork exclusiveWork(Side green, BluegreenSettings settings, StopSignal stopSignal) {
		return new ExclusiveWork(green, settings.maxWait(), stopSignal);
	}

	@Bean
	Positions positions(Side blue, Side green, BluegreenSettings settings, StopSignal stopSignal) {
		return new Positions(blue, green, new LogPruning(blue, settings.logMaxRows(), stopSignal));
	}

	@Bean
	Reconcile reconcile(Databases databases, ExclusiveWork exclusive, Positions positions, InsertLogSwitch insertLog,
			StopSignal stopSignal, BluegreenSettings settings) {
		return new Reconcile(databases, exclusive, positions, new ChangeIntake(databases, positions, stopSignal),
				insertLog, new Retention(databases.control(), settings.keep()), stopSignal, settings.maxWait());
	}

}
