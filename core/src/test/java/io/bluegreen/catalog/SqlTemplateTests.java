package io.bluegreen.catalog;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Tag("fast")
class SqlTemplateTests {

	@Test
	void holeIsFilledWhereverItOccurs() {
		assertThat(
				SqlTemplate.of("SELECT {key} FROM {table} ORDER BY {key}").with("key", "id").with("table", "s.t").sql())
			.isEqualTo("SELECT id FROM s.t ORDER BY id");
	}

	@Test
	void emptyArrayIsNoHole() {
		assertThat(SqlTemplate.of("SELECT '{}'::text[], '{1,2}'::int[]").sql())
			.isEqualTo("SELECT '{}'::text[], '{1,2}'::int[]");
	}

	@Test
	void whatIsPutInMayLookLikeAHoleOrAGroupOfAPattern() {
		assertThat(SqlTemplate.of("SELECT {column}, {other}").with("column", "\"{other}\"").with("other", "$1").sql())
			.isEqualTo("SELECT \"{other}\", $1");
	}

	@Test
	void openHoleIsRefused() {
		assertThatIllegalStateException().isThrownBy(() -> SqlTemplate.of("SELECT {key}").sql())
			.withMessageContaining("[key]");
	}

	@Test
	void partWithoutAHoleIsRefused() {
		assertThatIllegalStateException().isThrownBy(() -> SqlTemplate.of("SELECT 1").with("key", "id").sql());
	}

}
