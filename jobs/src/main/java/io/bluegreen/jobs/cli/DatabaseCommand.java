package io.bluegreen.jobs.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.jobs.settings.EffectiveSettings;
import io.bluegreen.jobs.settings.LogSettings;

/**
 * What every command that talks to the databases has in common: options, the application
 * around it, its output.
 */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
abstract class DatabaseCommand implements Callable<Integer> {

	/** How an answer is printed. */
	enum Format {

		TEXT, JSON

	}

	@ParentCommand
	@Nullable RootCommand root;

	@Option(names = "--config", paramLabel = "FILE",
			description = "default: config/bluegreen.yml, else /etc/bluegreen/bluegreen.yml")
	@Nullable Path config;

	@Option(names = "--output", paramLabel = "FORMAT", description = "text or json (default: text)")
	Format format = Format.TEXT;

	@Option(names = "--verbose", description = "logs what happens in detail, on stderr")
	boolean verbose;

	@Override
	public final Integer call() {
		try (ConfigurableApplicationContext context = Application.start(this.config, this.verbose, settings(),
				Objects.requireNonNull(this.root).stopSignal())) {
			BluegreenSettings settings = context.getBean(BluegreenSettings.class);
			if (settings.log().format() == LogSettings.Format.JSON) {
				JsonLog.use();
			}
			// Not a field: --help needs no logging.
			Logger logger = LoggerFactory.getLogger(DatabaseCommand.class);
			EffectiveSettings effective = new EffectiveSettings(settings);
			logger.info("{}", effective.summary(named()));
			effective.changed().ifPresent(logger::info);
			logger.atDebug().log(effective::all);
			return run(context).code();
		}
	}

	/** Settings that this command's options override, by their key. */
	final Map<String, Object> settings() {
		Map<String, @Nullable Object> all = new LinkedHashMap<>();
		override(all);
		Map<String, Object> settings = new LinkedHashMap<>();
		all.forEach((key, value) -> {
			if (value != null) {
				settings.put(key, value);
			}
		});
		return settings;
	}

	/** Adds settings; a null value leaves the configured one. */
	void override(Map<String, @Nullable Object> settings) {
	}

	/** The tables that were typed. */
	List<String> named() {
		return List.of();
	}

	/** Does what the command is for. */
	abstract ExitCode run(ConfigurableApplicationContext context);

	final Output output() {
		return new Output(this.format == Format.JSON);
	}

}
