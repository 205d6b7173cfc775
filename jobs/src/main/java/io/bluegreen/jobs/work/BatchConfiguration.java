package io.bluegreen.jobs.work;

import javax.sql.DataSource;

import org.springframework.batch.core.configuration.support.JdbcDefaultBatchConfiguration;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Isolation;

import io.bluegreen.failure.StopSignal;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.jobs.throttle.TableSignals;
import io.bluegreen.session.Side;

/**
 * Spring Batch with its repository in Green's control schema, on the transactions that
 * write the rows.
 */
@Configuration(proxyBeanMethods = false)
public class BatchConfiguration extends JdbcDefaultBatchConfiguration {

	private final Side green;

	public BatchConfiguration(@Qualifier("green") Side green) {
		this.green = green;
	}

	@Bean
	Supervisor supervisor(JobRepository repository, JobOperator operator, StopSignal stopSignal, TableSignals signals,
			BluegreenSettings settings) {
		return new Supervisor(repository, operator, this.green, stopSignal, signals, settings);
	}

	@Override
	protected DataSource getDataSource() {
		return this.green.dataSource();
	}

	@Override
	protected PlatformTransactionManager getTransactionManager() {
		return this.green.transactions();
	}

	@Override
	protected String getTablePrefix() {
		return "bluegreen.batch_";
	}

	/** Named, so that nothing connects before a command needs to. */
	@Override
	protected String getDatabaseType() {
		return "POSTGRES";
	}

	/** Each slot's lock keeps two starts of one instance apart. */
	@Override
	protected Isolation getIsolationLevelForCreate() {
		return Isolation.READ_COMMITTED;
	}

}
