package io.bluegreen.payments.release;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.micrometer.metrics.autoconfigure.MeterRegistryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.type.LogicalType;

import io.bluegreen.dualwrite.Release;

/**
 * What holds for the whole process.
 */
@Configuration
class ReleaseConfiguration {

	/** Every series says which version it is of; this one has a version of its own. */
	@Bean
	MeterRegistryCustomizer<MeterRegistry> versionOfEverySeries(Release release) {
		return (registry) -> registry.config()
			.commonTags("version", release.version())
			.meterFilter(MeterFilter.denyNameStartsWith("jvm.info"));
	}

	/** A request is what it should be, or it is refused: nothing is guessed. */
	@Bean
	JsonMapperBuilderCustomizer strictJson() {
		return (mapper) -> mapper
			.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
			.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
			.withCoercionConfig(LogicalType.Textual,
					(text) -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
						.setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
						.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
	}

}
