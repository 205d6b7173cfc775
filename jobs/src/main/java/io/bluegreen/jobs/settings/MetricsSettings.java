package io.bluegreen.jobs.settings;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the meters of a command go, nowhere unless it is set.
 *
 * @param port at which they are to be scraped while the command runs; null: not
 * @param pushgateway url of its root; null: they are not pushed
 * @param every how often the state of the tables is read, and pushed
 */
public record MetricsSettings(@Nullable Integer port, @Nullable String pushgateway,
		@DefaultValue("15s") Duration every) {

	public MetricsSettings {
		refuse(port != null && (port < 1 || port > 65535), "port", String.valueOf(port), "1 to 65535", "none");
		refuse(pushgateway != null && !HttpRoot.is(pushgateway), "pushgateway", HttpRoot.masked(pushgateway),
				HttpRoot.FORM, "none");
		refuse(every.toMillis() < 1000, "every", every, "1s or more", "15s");
	}

	/** Whether anybody reads the meters. */
	public boolean areWanted() {
		return this.port != null || this.pushgateway != null;
	}

	private static void refuse(boolean senseless, String key, Object value, String range, String defaultValue) {
		BluegreenSettings.refuse(senseless, "metrics." + key, value, range, defaultValue);
	}

}
