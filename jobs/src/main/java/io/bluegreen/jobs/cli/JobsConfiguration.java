package io.bluegreen.jobs.cli;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.bluegreen.jobs.backfill.BackfillConfiguration;
import io.bluegreen.jobs.database.DatabaseConfiguration;
import io.bluegreen.jobs.fence.FenceConfiguration;
import io.bluegreen.jobs.gate.GateConfiguration;
import io.bluegreen.jobs.init.InitConfiguration;
import io.bluegreen.jobs.knobs.KnobsConfiguration;
import io.bluegreen.jobs.metrics.MetricsConfiguration;
import io.bluegreen.jobs.migrate.MigrateConfiguration;
import io.bluegreen.jobs.preflight.PreflightConfiguration;
import io.bluegreen.jobs.reconcile.ReconcileConfiguration;
import io.bluegreen.jobs.repair.RepairConfiguration;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.jobs.settings.DurationUnits;
import io.bluegreen.jobs.shadow.ShadowConfiguration;
import io.bluegreen.jobs.status.StatusConfiguration;
import io.bluegreen.jobs.throttle.ThrottleConfiguration;
import io.bluegreen.jobs.verify.VerifyConfiguration;
import io.bluegreen.jobs.work.BatchConfiguration;

/**
 * The rooms of the application. All beans are lazy: a command starts what it uses.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BluegreenSettings.class)
@Import({ DatabaseConfiguration.class, BatchConfiguration.class, PreflightConfiguration.class,
		MigrateConfiguration.class, BackfillConfiguration.class, ReconcileConfiguration.class,
		VerifyConfiguration.class, RepairConfiguration.class, GateConfiguration.class, StatusConfiguration.class,
		InitConfiguration.class, KnobsConfiguration.class, ThrottleConfiguration.class, MetricsConfiguration.class,
		FenceConfiguration.class, ShadowConfiguration.class, DurationUnits.class })
public class JobsConfiguration {

}
