package io.bluegreen.jobs.settings;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.unit.DataSize;

/**
 * Refuses a duration or a size without a unit: Spring Boot would take {@code settle: 5}
 * for five milliseconds.
 */
public class DurationUnits implements ConfigurationPropertiesBindHandlerAdvisor {

	/** What a duration looks like, for messages. */
	public static final String FORM = "a number and a unit, such as 500ms, 5s, 10m";

	/** What a size looks like, for messages. */
	public static final String SIZE = "a number and a unit, such as 64MB, 2GB";

	/** Whether a text is a number, and not zero, which is the same in every unit. */
	public static boolean isMissing(String text) {
		return text.strip().matches("[-+]?\\d*[1-9]\\d*");
	}

	@Override
	public BindHandler apply(BindHandler handler) {
		return new AbstractBindHandler(handler) {
			@Override
			public @Nullable Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
					Object result) {
				Class<?> type = target.getType().resolve(Object.class);
				if ((type == Duration.class || type == DataSize.class) && context.getConfigurationProperty() != null
						&& isMissing(String.valueOf(context.getConfigurationProperty().getValue()))) {
					throw new IllegalArgumentException("%s: %s has no unit, it takes %s".formatted(name,
							context.getConfigurationProperty().getValue(), (type == Duration.class) ? FORM : SIZE));
				}
				return super.onSuccess(name, target, context, result);
			}
		};
	}

}
