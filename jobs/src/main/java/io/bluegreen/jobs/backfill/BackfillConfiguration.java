package io.bluegreen.jobs.backfill;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.bluegreen.failure.StopSignal;
import io.bluegreen.jobs.preflight.Preflight;
import io.bluegreen.jobs.reconcile.Positions;
import io.bluegreen.jobs.reconcile.Reconcile;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.jobs.work.Supervisor;
import io.bluegreen.lock.ExclusiveWork;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;
import io.bluegreen.tracking.InsertLogSwitch;

/**
 * The backfill and its dry run.
 */
@Configuration(proxyBeanMethods = false)
public class BackfillConfiguration {

	@Bean
	Planning planning(Databases databases, Side green, ExclusiveWork exclusive, Positions positions,
			InsertLogSwitch insertLog, BluegreenSettings settings, StopSignal stopSignal) {
		return new Planning(databases.source(), green, exclusive, positions, insertLog, settings, stopSignal);
	}

	@Bean
	Backfill backfill(Databases databases, Side green, Preflight preflight, Planning planning, ExclusiveWork exclusive,
			Positions positions, Reconcile reconcile, InsertLogSwitch insertLog, Supervisor supervisor,
			BluegreenSettings settings) {
		return new Backfill(databases, preflight, planning, supervisor,
				new PlanCompletion(databases.source(), green, exclusive, reconcile, insertLog), positions, insertLog,
				settings);
	}

	@Bean
	DryRun dryRun(Databases databases, Preflight preflight, Planning planning, Positions positions,
			BluegreenSettings settings) {
		return new DryRun(databases, preflight, planning, positions, settings);
	}

}
