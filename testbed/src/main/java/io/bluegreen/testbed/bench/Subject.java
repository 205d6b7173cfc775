package io.bluegreen.testbed.bench;

import java.util.List;

import javax.sql.DataSource;

import io.bluegreen.mapping.Mapping;
import io.bluegreen.mapping.MappingReader;
import io.bluegreen.mapping.MappingSettings;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A table that is measured with, as a configuration file of the bench has it.
 *
 * @param config the file
 * @param grouping its totals
 */
record Subject(String config, MappingSettings settings, Grouping grouping) {

	/** Legacy payments and the new ones, another shape. */
	static final Subject PAYMENTS = new Subject("bluegreen.yml",
			new MappingSettings("payments", "blue.payments_as_green", "blue.payments", List.of(), "green.payments",
					List.of(), "row_version", List.of("migrated_at")),
			Grouping.OF_PAYMENTS);

	/** Legacy payments and a copy of them. */
	static final Subject SAME_SHAPE = new Subject("same-shape.yml", new MappingSettings("same_payments",
			"blue.payments", null, List.of(), "same.payments", List.of(), "row_version", List.of()), Grouping.NONE);

	/** The name under {@code tables:}. */
	String table() {
		return this.settings.table();
	}

	/** The table in Green. */
	String green() {
		return this.settings.to();
	}

	/** The mapping, once both sides are migrated. */
	Mapping mapping(DataSource blue, DataSource green, boolean oneDatabase) {
		return new MappingReader(JdbcClient.create(blue), JdbcClient.create(green), oneDatabase).read(this.settings);
	}

}
