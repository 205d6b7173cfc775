package io.bluegreen.jobs.backfill;

import io.bluegreen.jobs.database.Databases;
import io.bluegreen.jobs.database.ExclusiveWork;
import io.bluegreen.jobs.database.GreenLog;
import io.bluegreen.jobs.preflight.Preflight;
import io.bluegreen.jobs.reconcile.Positions;
import io.bluegreen.jobs.reconcile.Reconcile;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.jobs.work.Drain;
import io.bluegreen.jobs.work.Supervisor;
import io.bluegreen.session.Side;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The backfill.
 */
@Configuration(proxyBeanMethods = false)
public class BackfillConfiguration {

	@Bean
	Backfill backfill(Databases databases, Side blue, Side green, Preflight preflight, ExclusiveWork exclusive,
			Positions positions, Reconcile reconcile, Supervisor supervisor, BluegreenSettings settings, Drain drain) {
		GreenLog greenLog = new GreenLog(green, settings.patience(), drain);
		return new Backfill(databases, preflight,
				new Planning(blue, green, exclusive, positions, greenLog, settings, drain), supervisor,
				new Closing(green, exclusive, reconcile, greenLog), positions);
	}

}
