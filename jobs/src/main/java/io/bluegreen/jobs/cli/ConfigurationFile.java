package io.bluegreen.jobs.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;

import io.bluegreen.failure.RefusedException;

/**
 * The configuration file, if there is one: the environment can say everything as well.
 *
 * @param path empty: none
 */
record ConfigurationFile(Optional<Path> path) {

	private static final List<Path> DEFAULTS = List.of(Path.of("config/bluegreen.yml"),
			Path.of("/etc/bluegreen/bluegreen.yml"));

	/** What may stand beside ours: Spring Boot's own. */
	private static final Set<String> KEYS = Set.of("bluegreen", "spring", "logging", "management", "debug");

	/**
	 * The file to be read.
	 * @param config as typed; null: the first default that exists
	 * @throws RefusedException if it cannot be read
	 */
	static ConfigurationFile find(@Nullable Path config) {
		if (config != null) {
			return new ConfigurationFile(Optional.of(readable("--config: ", config)));
		}
		return new ConfigurationFile(
				DEFAULTS.stream().filter(Files::exists).findFirst().map((path) -> readable("", path)));
	}

	private static Path readable(String option, Path path) {
		if (!Files.exists(path)) {
			throw new RefusedException("%s%s does not exist".formatted(option, path), "correct the path");
		}
		if (Files.isDirectory(path)) {
			throw new RefusedException("%s%s is a directory".formatted(option, path), "name the file in it");
		}
		if (!Files.isReadable(path)) {
			throw new RefusedException("%s%s cannot be read".formatted(option, path), "correct its rights");
		}
		return path;
	}

	/**
	 * Without the dots of `../x.yml`, which Spring Boot takes out of its name by the text
	 * alone, also behind a link. The file itself may be a link to one of another name.
	 */
	private static Path located(Path file) {
		try {
			Path absolute = file.toAbsolutePath();
			Path folder = Objects.requireNonNull(absolute.getParent(), "no file is a root");
			return folder.toRealPath().resolve(absolute.getFileName());
		}
		catch (IOException ex) {
			throw new RefusedException("%s cannot be found: %s".formatted(file, ex.getMessage()), "correct the path");
		}
	}

	/** As Spring Boot names it, with a hint where the name does not tell the format. */
	String location() {
		return this.path
			.map((file) -> "file:" + located(file)
					+ (file.toString().matches(".*\\.(yml|yaml|properties)") ? "" : "[.yml]"))
			.orElse("optional:file:" + DEFAULTS.get(0).toAbsolutePath());
	}

	/**
	 * Refuses a file that says nothing to this program.
	 * @throws RefusedException naming the keys that it does not know
	 */
	void check(ConfigurableEnvironment environment) {
		if (this.path.isEmpty()) {
			return;
		}
		List<String> keys = environment.getPropertySources()
			.stream()
			.filter((source) -> source.getName().contains("'file [" + located(this.path.get()) + "]'"))
			.flatMap((source) -> (source instanceof EnumerablePropertySource<?> file)
					? Arrays.stream(file.getPropertyNames()) : Stream.empty())
			.map((key) -> key.split("[.\\[]", 2)[0])
			.distinct()
			.toList();
		if (keys.isEmpty() || keys.contains("document")) {
			throw new RefusedException("%s has no keys in it".formatted(this.path.get()),
					"begin it with the key `bluegreen:`");
		}
		List<String> unknown = keys.stream().filter((key) -> !KEYS.contains(key)).toList();
		if (!unknown.isEmpty()) {
			throw new RefusedException(
					"%s: unknown keys at its top: %s".formatted(this.path.get(), String.join(", ", unknown)),
					"all of ours stand below `bluegreen:`");
		}
	}

}
