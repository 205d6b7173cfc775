package io.bluegreen.jobs.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import org.springframework.boot.context.config.ConfigDataException;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.core.ResolvableType;
import org.springframework.util.unit.DataSize;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

import io.bluegreen.jobs.settings.DurationUnits;

/**
 * Explains what is wrong with a configuration.
 */
final class ConfigurationFailures {

	private ConfigurationFailures() {
	}

	static Optional<Failure> explain(Throwable cause) {
		if (cause instanceof UnboundConfigurationPropertiesException unknown) {
			return Optional.of(Failure.refused("unknown configuration keys: " + unknown.getUnboundProperties()
				.stream()
				.map((property) -> property.getName().toString())
				.collect(Collectors.joining(", ")), "remove them, or correct their spelling"));
		}
		if (cause instanceof IllegalArgumentException && cause.getMessage() != null
				&& cause.getMessage().startsWith("bluegreen.")) {
			// Settings refuse with the plainest exception, which the binder wraps.
			return Optional.of(Failure.refused(cause.getMessage(), ""));
		}
		if (cause instanceof BindException bind) {
			return Optional.of(Failure.refused("%s: %s makes no sense, it takes %s".formatted(bind.getName(),
					(bind.getProperty() == null) ? "its value" : bind.getProperty().getValue(),
					kind(bind.getTarget().getType())), "`bluegreen --help` tells keys and defaults"));
		}
		if (cause instanceof YAMLException yaml) {
			return Optional.of(yaml(yaml));
		}
		if (cause instanceof ConfigDataException data) {
			return Optional.of(Failure.refused("the configuration cannot be read: " + data.getMessage(),
					"correct --config, or SPRING_CONFIG_IMPORT"));
		}
		return Optional.empty();
	}

	private static String kind(ResolvableType type) {
		Class<?> target = type.resolve(Object.class);
		if (target == Duration.class) {
			return DurationUnits.FORM;
		}
		if (target == DataSize.class) {
			return DurationUnits.SIZE;
		}
		if (target == double.class) {
			return "a number";
		}
		if (Number.class.isAssignableFrom(target) || target.isPrimitive()) {
			return "a whole number";
		}
		return target.isRecord() ? "keys and values below it" : "a " + target.getSimpleName().toLowerCase(Locale.ROOT);
	}

	/** Without the line itself, which may hold a password. */
	private static Failure yaml(YAMLException yaml) {
		if (yaml instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
			return Failure.refused("the configuration file is no YAML: " + marked.getProblem(),
					"look at line %d".formatted(marked.getProblemMark().getLine() + 1));
		}
		return Failure.refused("the configuration file is no YAML", "it has to be text in UTF-8, with keys and values");
	}

}
