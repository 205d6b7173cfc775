package io.bluegreen.apply;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.mapping.Mappings;
import io.bluegreen.transport.InDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The statements that write to Green, for three shapes of a table, beside what they are
 * to be.
 */
@Tag("fast")
class ApplySqlTests {

	private static final KeyRange RANGE = new KeyRange(null, List.of("9"));

	private static final KeyRange ENTRIES = new KeyRange(null, List.of("EU", "9"));

	private static final KeySet KEYS = new KeySet(List.of(List.of("1")));

	private static final KeySet ENTRY_KEYS = new KeySet(List.of(List.of("EU", "1")));

	private static final Apply ACCOUNT = inDatabase(Mappings.account());

	private static final Apply ENTRY = inDatabase(Mappings.entry());

	private static final Apply MEMBER = inDatabase(Mappings.member());

	private static Apply inDatabase(Mapping mapping) {
		return new Apply(mapping, new InDatabase(mapping));
	}

	private static String move(boolean overwrite) {
		Mapping entry = Mappings.entry();
		return Reinsert.move(entry, new InDatabase(entry).fetchRows(ENTRY_KEYS), ENTRY_KEYS, ENTRIES, overwrite);
	}

	@Test
	void withoutAVersionOnlyRowsThatAreLackingAreWrittenAndNothingThatGreenComputes() {
		assertThat(ACCOUNT.applying(RANGE).sql()).isEqualToNormalizingWhitespace(
				"""
						WITH written AS (
						    INSERT INTO green.account AS g (id, owner) OVERRIDING SYSTEM VALUE
						    SELECT b.id, b.owner
						    FROM blue.account b
						    LEFT JOIN (SELECT * FROM green.account h WHERE true AND (h.id) <= ((:to0)::text::bigint)) h ON (b.id) = (h.id)
						    WHERE true AND (b.id) <= ((:to0)::text::bigint) AND (h.id IS NOT DISTINCT FROM NULL OR false)
						    ORDER BY b.id
						    ON CONFLICT (id) DO NOTHING
						    RETURNING 1)
						SELECT (SELECT count(*) FROM blue.account b WHERE true AND (b.id) <= ((:to0)::text::bigint)) AS scanned,
						       (SELECT count(*) FROM written) AS applied
						""");
	}

	@Test
	void withAVersionNothingNewerIsReplacedAndWhatOnlyGreenHasIsLeftAlone() {
		assertThat(ENTRY.applying(ENTRIES).sql()).isEqualToNormalizingWhitespace("""
				WITH written AS (
				    INSERT INTO green.entry AS g (region, number, row_version, "Amount", email) OVERRIDING SYSTEM VALUE
				    SELECT b.region, b.number, b.row_version, b."Amount", b.email
				    FROM blue.entry_as_green b
				    LEFT JOIN (SELECT * FROM green.entry h
				               WHERE true AND (h.region, h.number) <= ((:to0)::text::text, (:to1)::text::bigint)) h
				        ON (b.region, b.number) = (h.region, h.number)
				    WHERE true AND (b.region, b.number) <= ((:to0)::text::text, (:to1)::text::bigint)
				      AND (h.region IS NOT DISTINCT FROM NULL OR h.row_version IS NULL OR h.row_version < b.row_version
				           OR h.row_version = b.row_version
				              AND ROW(h."Amount", h.email::text COLLATE pg_catalog."C") IS DISTINCT FROM
				                  ROW(b."Amount", b.email::text COLLATE pg_catalog."C"))
				    ORDER BY b.region, b.number
				    ON CONFLICT (region, number) DO UPDATE
				    SET row_version = excluded.row_version, "Amount" = excluded."Amount", email = excluded.email
				    WHERE g.row_version IS NULL OR g.row_version < excluded.row_version
				          OR g.row_version = excluded.row_version
				             AND ROW(g."Amount", g.email::text COLLATE pg_catalog."C") IS DISTINCT FROM
				                 ROW(excluded."Amount", excluded.email::text COLLATE pg_catalog."C")
				    RETURNING 1)
				SELECT (SELECT count(*) FROM blue.entry_as_green b
				        WHERE true AND (b.region, b.number) <= ((:to0)::text::text, (:to1)::text::bigint)) AS scanned,
				       (SELECT count(*) FROM written) AS applied
				""");
	}

	@Test
	void overwriteReplacesWhateverIsNotTheSame() {
		assertThat(ACCOUNT.overwriting(KEYS).sql()).isEqualToNormalizingWhitespace(
				"""
						WITH written AS (
						    INSERT INTO green.account AS g (id, owner) OVERRIDING SYSTEM VALUE
						    SELECT b.id, b.owner
						    FROM blue.account b
						    LEFT JOIN (SELECT * FROM green.account h
						               WHERE (h.id) IN (SELECT (keys.k0)::text::bigint AS id FROM unnest(:key0::text[]) keys (k0))) h
						        ON (b.id) = (h.id)
						    WHERE (b.id) IN (SELECT (keys.k0)::text::bigint AS id FROM unnest(:key0::text[]) keys (k0))
						      AND (h.id IS NOT DISTINCT FROM NULL OR ROW(h.owner COLLATE pg_catalog."C", h.total) IS DISTINCT FROM
						                           ROW(b.owner COLLATE pg_catalog."C", b.total))
						    ORDER BY b.id
						    ON CONFLICT (id) DO UPDATE SET owner = excluded.owner
						    WHERE ROW(g.owner COLLATE pg_catalog."C", g.total) IS DISTINCT FROM
						          ROW(excluded.owner COLLATE pg_catalog."C", excluded.total)
						    RETURNING 1)
						SELECT (SELECT count(*) FROM blue.account b
						        WHERE (b.id) IN (SELECT (keys.k0)::text::bigint AS id FROM unnest(:key0::text[]) keys (k0))) AS scanned,
						       (SELECT count(*) FROM written) AS applied
						""");
	}

	@Test
	void overwriteReplacesAnotherVersionWhicheverIsHigher() {
		assertThat(ENTRY.overwriting(ENTRY_KEYS).sql()).containsIgnoringWhitespaces("""
				AND (h.region IS NOT DISTINCT FROM NULL OR h.row_version IS DISTINCT FROM b.row_version
				     OR ROW(h."Amount", h.email::text COLLATE pg_catalog."C") IS DISTINCT FROM
				        ROW(b."Amount", b.email::text COLLATE pg_catalog."C"))
				""", """
				WHERE g.row_version IS DISTINCT FROM excluded.row_version
				      OR ROW(g."Amount", g.email::text COLLATE pg_catalog."C") IS DISTINCT FROM
				         ROW(excluded."Amount", excluded.email::text COLLATE pg_catalog."C")
				""");
	}

	@Test
	void keyThatIgnoresCaseIsRewrittenWhereItsTextIsAnother() {
		assertThat(MEMBER.overwriting(KEYS).sql()).containsIgnoringWhitespaces("""
				h ON (b.email) = (h.email)
				""", """
				AND (h.email IS NOT DISTINCT FROM NULL OR ROW(h.email::text COLLATE pg_catalog."C") IS DISTINCT FROM
				                        ROW(b.email::text COLLATE pg_catalog."C"))
				""", """
				ON CONFLICT (email) DO UPDATE SET email = excluded.email
				WHERE ROW(g.email::text COLLATE pg_catalog."C") IS DISTINCT FROM
				      ROW(excluded.email::text COLLATE pg_catalog."C")
				""");
	}

	@Test
	void deleteAsksTheTableBelowTheViewUnderItsOwnNames() {
		assertThat(ENTRY.deletingGone(ENTRY_KEYS).sql()).isEqualToNormalizingWhitespace(
				"""
						DELETE FROM green.entry g
						WHERE (g.region, g.number) IN (SELECT (keys.k0)::text::text AS region, (keys.k1)::text::bigint AS number
						                               FROM unnest(:key0::text[], :key1::text[]) keys (k0, k1))
						  AND NOT EXISTS (SELECT FROM blue.entry b
						                  WHERE (b.area, b.no) IN (SELECT (keys.k0)::text::text AS area, (keys.k1)::text::bigint AS no
						                                           FROM unnest(:key0::text[], :key1::text[]) keys (k0, k1))
						                    AND (b.area, b.no) = (g.region, g.number))
						""");
	}

	@Test
	void movedRowsComeFromBlueAndKeepWhatOnlyGreenHas() {
		assertThat(move(false)).isEqualToNormalizingWhitespace(
				"""
						WITH taken AS (
						    DELETE FROM green.entry g USING blue.entry_as_green b
						    WHERE (g.region, g.number) IN (SELECT (keys.k0)::text::text AS region, (keys.k1)::text::bigint AS number
						                                   FROM unnest(:key0::text[], :key1::text[]) keys (k0, k1))
						      AND (b.region, b.number) IN (SELECT (keys.k0)::text::text AS region, (keys.k1)::text::bigint AS number
						                                   FROM unnest(:key0::text[], :key1::text[]) keys (k0, k1))
						      AND (g.region, g.number) = (b.region, b.number) AND ((g.row_version > b.row_version) IS NOT TRUE)
						    RETURNING b.region, b.number, b.row_version, b."Amount", b.email, g.loaded_by),
						written AS (
						    INSERT INTO green.entry AS g (region, number, row_version, "Amount", email, loaded_by) OVERRIDING SYSTEM VALUE
						    SELECT region, number, row_version, "Amount", email, loaded_by
						    FROM taken WHERE (SELECT count(*) FROM taken) = :locked ORDER BY region, number
						    RETURNING true AND (g.region, g.number) <= ((:asked_to0)::text::text, (:asked_to1)::text::bigint) AS asked)
						SELECT (SELECT count(*) FROM green.entry g
						        WHERE (g.region, g.number) IN (SELECT (keys.k0)::text::text AS region, (keys.k1)::text::bigint AS number
						                                       FROM unnest(:key0::text[], :key1::text[]) keys (k0, k1))) AS present,
						       (SELECT count(*) FROM taken) AS taken, count(*) AS written, count(*) FILTER (WHERE asked) AS asked
						FROM written
						""");
	}

	@Test
	void newerRowIsMovedOnlyWhereItWasAskedForAndIsToBeOverwritten() {
		assertThat(move(true)).contains("((g.row_version > b.row_version) IS NOT TRUE OR true AND "
				+ "(g.region, g.number) <= ((:asked_to0)::text::text, (:asked_to1)::text::bigint))");
	}

}
