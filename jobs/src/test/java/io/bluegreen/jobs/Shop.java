package io.bluegreen.jobs;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The databases that docs/getting-started.md speaks of: {@code shop.orders} in Blue, and
 * an owner on both servers. Roles belong to a whole cluster, so they go again with it.
 */
record Shop(Stores stores) implements AutoCloseable {

	static Shop create(Stores stores) throws Exception {
		for (Sql side : sides(stores)) {
			side.run("CREATE ROLE shop_owner LOGIN CREATEROLE PASSWORD 'of the owner'", """
					DO $$ BEGIN EXECUTE format('ALTER DATABASE %I OWNER TO shop_owner', current_database()); END $$
					""");
		}
		stores.inBlue().run("CREATE SCHEMA shop AUTHORIZATION shop_owner", "SET ROLE shop_owner", """
				CREATE TABLE shop.orders (id bigint PRIMARY KEY, placed_at timestamp NOT NULL,
				  amount numeric(10, 2) NOT NULL, status varchar(16))
				""", """
				INSERT INTO shop.orders
				SELECT n, timestamp '2026-01-01' + n * interval '1 minute', n, 'paid' FROM generate_series(1, 1000) n
				""");
		return new Shop(stores);
	}

	/** Green has what it is to have, and Blue is as it was. */
	void isMoved() throws Exception {
		assertThat(this.stores.inGreen()
			.list("SELECT indexdef FROM pg_indexes WHERE tablename = 'orders' AND indexname = 'placed_at'")).hasSize(1);
		assertThat(this.stores.inGreen().number("SELECT count(*) FROM store.orders")).isEqualTo(1000);
		assertThat(this.stores.inBlue()
			.list("""
					SELECT attname FROM pg_attribute WHERE attrelid = 'shop.orders'::regclass AND attnum > 0 AND NOT attisdropped
					"""))
			.containsExactly("id", "placed_at", "amount", "status");
	}

	private static List<Sql> sides(Stores stores) {
		return stores.blue().equals(stores.green()) ? List.of(stores.inBlue())
				: List.of(stores.inBlue(), stores.inGreen());
	}

	@Override
	public void close() throws Exception {
		for (Sql side : sides(this.stores)) {
			side.run(
					"""
							DO $$ BEGIN EXECUTE format('ALTER DATABASE %I OWNER TO %I', current_database(), current_user); END $$
							""",
					"DROP SCHEMA IF EXISTS shop, store, bluegreen, bluegreen_track CASCADE",
					"""
							DO $$ BEGIN
							    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'shop_jobs') THEN DROP OWNED BY shop_jobs; END IF;
							END $$
							""",
					"DROP ROLE IF EXISTS shop_jobs", "DROP ROLE shop_owner");
		}
	}

}
