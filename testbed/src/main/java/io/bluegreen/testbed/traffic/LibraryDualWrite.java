package io.bluegreen.testbed.traffic;

import java.util.LinkedHashMap;
import java.util.Map;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

import io.bluegreen.dualwrite.DualWriteAutoConfiguration;
import io.bluegreen.testing.legacy.LegacyDatabase;

/**
 * The dual write that services have, the library, over both legacy tables.
 */
public record LibraryDualWrite(AnnotationConfigApplicationContext context,
		SimpleMeterRegistry meters) implements DualWrite, AutoCloseable {

	private static final String BLUE = "blue.";

	/**
	 * Starts one.
	 * @param blue url of Blue
	 * @param green url of Green, which may be the same
	 */
	public static LibraryDualWrite start(String blue, String green) {
		Map<String, Object> settings = new LinkedHashMap<>(Map.of("bluegreen.stage", "dual"));
		login(settings, "blue", blue);
		if (!green.equals(blue)) {
			login(settings, "green", green);
		}
		for (String table : new String[] { "payments", "payment_events" }) {
			String prefix = "bluegreen.tables." + table + ".";
			settings.put(prefix + "from", "blue." + table + "_as_green");
			settings.put(prefix + "source.table", BLUE + table);
			settings.put(prefix + "to", "green." + table);
			settings.put(prefix + "version", "row_version");
		}
		settings.put("bluegreen.tables.payments.ignore", "migrated_at");
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("service", settings));
		context.registerBean(SimpleMeterRegistry.class, () -> meters);
		context.register(DualWriteAutoConfiguration.class);
		context.refresh();
		return new LibraryDualWrite(context, meters);
	}

	private static void login(Map<String, Object> settings, String side, String url) {
		settings.put("bluegreen." + side + ".url", url);
		settings.put("bluegreen." + side + ".username", LegacyDatabase.JOBS);
		settings.put("bluegreen." + side + ".password", LegacyDatabase.JOBS);
	}

	@Override
	public void apply(String table, Object... key) {
		this.context.getBean(io.bluegreen.dualwrite.DualWrite.class).changed(table.substring(BLUE.length()), key);
	}

	/** Keys that have reached Green. */
	public double applied() {
		return this.meters.find("dual_write.applied").counters().stream().mapToDouble((each) -> each.count()).sum();
	}

	/** Waits for what is on its way. */
	@Override
	public void close() {
		this.context.close();
	}

}
