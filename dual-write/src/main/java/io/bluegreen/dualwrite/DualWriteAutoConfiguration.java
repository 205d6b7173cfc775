package io.bluegreen.dualwrite;

import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

import io.bluegreen.apply.Applier;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;

/**
 * Gives a service its {@link DualWrite}, and refuses to start in a stage that is none.
 * Pools and threads are there only where Green is written.
 */
@AutoConfiguration
@EnableConfigurationProperties(DualWriteProperties.class)
public class DualWriteAutoConfiguration {

	@Bean
	Release bluegreenRelease(DualWriteProperties properties) {
		return new Release(properties.parsedStage(), properties.versionName(), properties.generation());
	}

	@Bean
	PendingKeys pendingDualWrites(DualWriteProperties properties) {
		return new PendingKeys(properties.dualWrite().queue(), properties.dualWrite().gather());
	}

	@Bean
	@Conditional(WritesGreen.class)
	DualWriteLifecycle dualWriteLifecycle(DualWriteProperties properties, PendingKeys keys,
			ObjectProvider<MeterRegistry> registry) {
		DualWriteProperties.Tuning tuning = properties.dualWrite();
		HikariDataSource bluePool = ApplyPool.create("blue", properties.blue(), tuning);
		HikariDataSource greenPool = (properties.green() == null) ? bluePool
				: ApplyPool.create("green", properties.green(), tuning);
		Side blue = ApplyPool.side(bluePool, tuning);
		Side green = (greenPool == bluePool) ? blue : ApplyPool.side(greenPool, tuning);
		Applier applier = new Applier(new Databases(blue, green), properties.mappings(), properties.generation());
		DualWriteMeters meters = new DualWriteMeters(registry.getIfAvailable(SimpleMeterRegistry::new),
				properties.versionName());
		meters.show(keys, properties.tables().keySet());
		return new DualWriteLifecycle(new Writer(applier::apply, keys, meters, tuning),
				Stream.of(bluePool, greenPool).distinct().toList());
	}

	/** Also where Green is not written, as long as it is known where it is. */
	@Bean
	@ConditionalOnProperty("bluegreen.blue.url")
	InstanceRegistration instanceRegistration(DualWriteProperties properties, Release release) {
		DualWriteProperties.@Nullable Database green = (properties.green() == null) ? properties.blue()
				: properties.green();
		return new InstanceRegistration(ApplyPool.create("green", green, properties.dualWrite()), release);
	}

	@Bean
	DualWrite dualWrite(DualWriteProperties properties, PendingKeys keys,
			ObjectProvider<DualWriteLifecycle> lifecycle) {
		@Nullable DualWriteLifecycle running = lifecycle.getIfAvailable();
		return new DualWrite(properties.tables().keySet(), keys, (running == null) ? null : running.writer());
	}

}
