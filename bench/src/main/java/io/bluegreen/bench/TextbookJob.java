package io.bluegreen.bench;

import java.time.Duration;
import java.util.Map;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.launch.support.TaskExecutorJobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.database.JdbcBatchItemWriter;
import org.springframework.batch.infrastructure.item.database.JdbcPagingItemReader;
import org.springframework.batch.infrastructure.item.database.Order;
import org.springframework.batch.infrastructure.item.database.builder.JdbcBatchItemWriterBuilder;
import org.springframework.batch.infrastructure.item.database.builder.JdbcPagingItemReaderBuilder;
import org.springframework.jdbc.core.ColumnMapRowMapper;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * A backfill as textbooks have it: a paging reader, a batch writer, chunks of 1000, one
 * thread. Nothing is kept of its progress, which is in its favour.
 */
public final class TextbookJob {

	private static final int CHUNK = 1000;

	private final DataSource database;

	TextbookJob(DataSource database) {
		this.database = database;
	}

	/**
	 * Runs it, and prints the seconds from the first chunk to the last.
	 * @param args url and role; its password is the variable PGPASSWORD
	 */
	public static void main(String[] args) throws Exception {
		System.setProperty("slf4j.internal.verbosity", "ERROR");
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(args[0]);
		config.setUsername(args[1]);
		config.setPassword(System.getenv("PGPASSWORD"));
		config.addDataSourceProperty("reWriteBatchedInserts", "true");
		try (HikariDataSource pool = new HikariDataSource(config)) {
			System.out.println(new TextbookJob(pool).run().toNanos() / 1e9);
		}
	}

	Duration run() throws Exception {
		JobRepository repository = new ResourcelessJobRepository();
		Step step = new StepBuilder("payments", repository).<Map<String, Object>, Map<String, Object>>chunk(CHUNK)
			.transactionManager(new JdbcTransactionManager(this.database))
			.reader(reader())
			.writer(writer())
			.build();
		Job job = new JobBuilder("textbook", repository).start(step).build();
		TaskExecutorJobOperator operator = new TaskExecutorJobOperator();
		operator.setJobRepository(repository);
		operator.setJobRegistry(new MapJobRegistry());
		operator.afterPropertiesSet();
		JobExecution execution = operator.start(job, new JobParameters());
		if (execution.getStatus() != BatchStatus.COMPLETED) {
			throw new IllegalStateException("The textbook job ended " + execution,
					execution.getAllFailureExceptions().stream().findFirst().orElse(null));
		}
		StepExecution taken = execution.getStepExecutions().iterator().next();
		return Duration.between(taken.getStartTime(), taken.getEndTime());
	}

	private JdbcPagingItemReader<Map<String, Object>> reader() throws Exception {
		return new JdbcPagingItemReaderBuilder<Map<String, Object>>().name("payments")
			.dataSource(this.database)
			.selectClause("*")
			.fromClause("blue.payments_as_green")
			.sortKeys(Map.of(Shape.PAYMENTS.key(), Order.ASCENDING))
			.pageSize(CHUNK)
			.rowMapper(new ColumnMapRowMapper())
			.build();
	}

	private JdbcBatchItemWriter<Map<String, Object>> writer() {
		return new JdbcBatchItemWriterBuilder<Map<String, Object>>().dataSource(this.database)
			.sql(Shape.PAYMENTS.sql("textbook-insert.sql"))
			.columnMapped()
			.build();
	}

}
