package io.bluegreen.jobs.reconcile;

import io.bluegreen.jobs.database.Databases;
import io.bluegreen.jobs.database.ExclusiveWork;
import io.bluegreen.jobs.database.GreenLog;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.jobs.ledger.Retention;
import io.bluegreen.jobs.work.Drain;
import io.bluegreen.session.Side;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The reconcile.
 */
@Configuration(proxyBeanMethods = false)
public class ReconcileConfiguration {

	@Bean
	ExclusiveWork exclusiveWork(Side green, BluegreenSettings settings, Drain drain) {
		return new ExclusiveWork(green, settings.patience(), drain);
	}

	@Bean
	Positions positions(Side blue, Side green, BluegreenSettings settings, Drain drain) {
		return new Positions(blue, green, settings.logMaxRows(), drain);
	}

	@Bean
	Reconcile reconcile(Databases databases, ExclusiveWork exclusive, Positions positions, GreenLog greenLog,
			Drain drain, BluegreenSettings settings) {
		return new Reconcile(databases, exclusive, positions, new Absorption(databases, positions, drain), greenLog,
				new Retention(databases.green(), settings.keep()), drain, settings.patience());
	}

}
