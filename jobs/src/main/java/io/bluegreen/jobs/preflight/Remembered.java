package io.bluegreen.jobs.preflight;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * Checks that hold as long as the mapping is the same one: they pass once a day, not at
 * every reconcile.
 */
class Remembered implements MappingCheck {

	private final Side blue;

	private final Side green;

	private final BluegreenSettings settings;

	private final List<MappingCheck> checks;

	private final boolean writes;

	/**
	 * Remembers what passed.
	 * @param writes whether it may be noted, which a dry run may not
	 */
	Remembered(Side blue, Side green, BluegreenSettings settings, List<MappingCheck> checks, boolean writes) {
		this.blue = blue;
		this.green = green;
		this.settings = settings;
		this.checks = checks;
		this.writes = writes;
	}

	@Override
	public String name() {
		return "the view is one that can be compared";
	}

	@Override
	public void require(Mapping mapping) {
		String print = print(mapping);
		boolean passed = this.green.in(() -> this.green.client().sql("""
				SELECT EXISTS (SELECT FROM bluegreen.preflight
				               WHERE table_name = ? AND passed = ? AND passed_at > now() - interval '1 day')
				""").params(mapping.table(), print).query(Boolean.class).single());
		if (passed) {
			return;
		}
		this.checks.forEach((check) -> check.require(mapping));
		if (this.writes && hasRows(mapping)) {
			this.green.run(() -> this.green.client().sql("""
					INSERT INTO bluegreen.preflight (table_name, passed) VALUES (?, ?)
					ON CONFLICT (table_name) DO UPDATE SET passed = excluded.passed, passed_at = excluded.passed_at
					""").params(mapping.table(), print).update());
		}
	}

	/** An empty table passes whatever its view says of rows. */
	private boolean hasRows(Mapping mapping) {
		return this.blue.in(() -> this.blue.client()
			.sql("SELECT EXISTS (SELECT FROM %s)".formatted(mapping.source().orElse(mapping.from()).sql()))
			.query(Boolean.class)
			.single());
	}

	/** All that the checks depend on, this program's version included. */
	private String print(Mapping mapping) {
		String version = Objects.toString(getClass().getPackage().getImplementationVersion());
		String all = String.join("\n", version, mapping.hash(), mapping.definition().evidence(),
				String.valueOf(mapping.source()), String.valueOf(mapping.sourceKey()), String.valueOf(mapping.key()),
				String.valueOf(this.settings.table(mapping.table())));
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
