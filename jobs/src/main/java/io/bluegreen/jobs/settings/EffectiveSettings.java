package io.bluegreen.jobs.settings;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.unit.DataSize;

import io.bluegreen.failure.RefusedException;

/**
 * What a command works on, and by which settings, in lines that are printed at its start.
 * Secrets are masked.
 */
public record EffectiveSettings(BluegreenSettings settings) {

	private static final Set<String> SUMMARIZED = Set.of("blue", "green", "tables", "workers");

	/**
	 * What is worked on, in one short line.
	 * @param named the tables that the command names; empty: all
	 * @throws RefusedException if nobody said where Blue is
	 */
	public String summary(Collection<String> named) {
		DatabaseSettings blue = this.settings.blue();
		if (blue == null || blue.url() == null) {
			throw new RefusedException("bluegreen.blue.url is not set",
					"name the database in the configuration file, or with BLUEGREEN_BLUE_URL");
		}
		DatabaseSettings green = this.settings.green();
		return "%s -> %s, %s, %d workers".formatted(place(blue),
				(green == null || green.url() == null) ? "the same database" : place(this.settings.greenOrBlue()),
				tables(named.isEmpty() ? this.settings.tablesByName().keySet() : named), this.settings.workers());
	}

	/** Server, database and role. */
	private static String place(@Nullable DatabaseSettings database) {
		return String.valueOf(database).replaceFirst("^jdbc:postgresql:(//)?", "").replaceFirst("\\?[^ ]*", "");
	}

	private static String tables(Collection<String> names) {
		return (names.size() > 5) ? names.size() + " tables"
				: names.isEmpty() ? "no tables" : "tables " + String.join(" ", names);
	}

	/** The other settings that are not at their defaults, in one line; empty: all are. */
	public Optional<String> changed() {
		Map<String, String> changed = byKey(this.settings);
		BluegreenSettings defaults = new Binder(new MapConfigurationPropertySource()).bindOrCreate("bluegreen",
				BluegreenSettings.class);
		changed.entrySet().removeAll(byKey(defaults).entrySet());
		changed.keySet().removeAll(SUMMARIZED);
		return changed.isEmpty() ? Optional.empty() : Optional.of("not the defaults: " + line(changed));
	}

	/** All settings, in one line. */
	public String all() {
		return line(byKey(this.settings));
	}

	private static String line(Map<String, String> settings) {
		return settings.entrySet()
			.stream()
			.map((setting) -> setting.getKey() + " " + setting.getValue())
			.collect(Collectors.joining(", "));
	}

	private static Map<String, String> byKey(BluegreenSettings settings) {
		Map<String, String> byKey = new LinkedHashMap<>();
		add(byKey, "", settings);
		return byKey;
	}

	/** Settings, and those below them, each by the key that it is configured with. */
	private static void add(Map<String, String> byKey, String prefix, Record settings) {
		for (RecordComponent component : settings.getClass().getRecordComponents()) {
			Object value = ReflectionUtils.invokeMethod(component.getAccessor(), settings);
			String key = prefix + key(component);
			if (value instanceof Record below && !(value instanceof DatabaseSettings)) {
				add(byKey, key + ".", below);
			}
			else {
				byKey.put(key, text(value));
			}
		}
	}

	private static String key(RecordComponent component) {
		return Optional.ofNullable(ReflectionUtils.findField(component.getDeclaringRecord(), component.getName()))
			.map((field) -> field.getAnnotation(Name.class))
			.map(Name::value)
			.orElseGet(() -> DataObjectPropertyName.toDashedForm(component.getName()));
	}

	private static String text(@Nullable Object value) {
		if (value instanceof Duration duration) {
			return (duration.toMillis() % 1000 == 0) ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
		}
		if (value instanceof DataSize size) {
			return DataSize.ofMegabytes(size.toMegabytes()).equals(size) ? size.toMegabytes() + "MB" : size.toString();
		}
		if (value instanceof Map<?, ?> tables) {
			return tables.keySet().toString();
		}
		return (value == null) ? "none" : value.toString();
	}

}
