package io.bluegreen.mapping;

import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.bluegreen.session.Side;
import io.bluegreen.stores.Stores;
import io.bluegreen.testing.legacy.Where;
import io.bluegreen.topology.Databases;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What fits together where a type of one database is not one of the other's.
 */
class MappingReaderTests {

	private Stores stores;

	@BeforeEach
	void create() throws SQLException {
		this.stores = Stores.create(Where.TWO_DATABASES);
		this.stores.inBoth("CREATE SCHEMA old");
	}

	@AfterEach
	void drop() throws SQLException {
		this.stores.close();
	}

	@Test
	void compositeTypesAreTheirFieldsWhoseValuesTravelByPlace() throws SQLException {
		this.stores.inBoth("CREATE TYPE old.room AS (floor int, \"No\" varchar(9))");
		this.stores.inSource("CREATE TYPE old.stay AS (a text, b text, r old.room[])");
		this.stores.inTarget("CREATE TYPE old.stay AS (b text, a text, r old.room[])");
		this.stores.inBoth("CREATE TABLE old.t (id int PRIMARY KEY, v old.stay[])");
		assertThatThrownBy(this::read).isInstanceOf(MappingException.class)
			.hasMessageContaining("only in old.t: v _stay(a text, b text, r, r.floor integer, "
					+ "r.\"No\" character varying(9)); only in old.t: v _stay(b text, a text, ");
	}

	@Test
	void fieldsThatWereDroppedAreNoPlaces() throws SQLException {
		this.stores.inSource("CREATE TYPE old.stay AS (gone int, a text)");
		this.stores.inTarget("CREATE TYPE old.stay AS (a text)");
		this.stores.inSource("ALTER TYPE old.stay DROP ATTRIBUTE gone");
		this.stores.inBoth("CREATE TABLE old.t (id int PRIMARY KEY, v old.stay)");
		assertThatCode(this::read).doesNotThrowAnyException();
	}

	private Mapping read() {
		Databases databases = this.stores.databases();
		Side source = databases.source();
		return databases.target()
			.in(() -> source.in(() -> databases.mappings()
				.read(new MappingSettings("t", "old.t", null, List.of(), "old.t", List.of(), null, List.of()))));
	}

}
