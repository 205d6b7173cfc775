package io.bluegreen.jobs.preflight;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class QueryTreeTests {

	@Test
	void ruleIsReadFromItsFirstNode() {
		QueryTree query = QueryTree.of("({QUERY :commandType 1 :hasAggs false})");
		assertThat(query.kind()).isEqualTo("QUERY");
		assertThat(query.number("commandType")).isEqualTo(1);
	}

	@Test
	void columnThatIsCalledLikeAFieldIsAValue() {
		QueryTree target = QueryTree
			.of("{TARGETENTRY :expr {VAR :varno 1} :resno 2 :resname :resno :ressortgroupref 0}");
		assertThat(target.number("resno")).isEqualTo(2);
		assertThat(target.fields()).containsEntry("resname", ":resno").containsEntry("ressortgroupref", "0");
	}

	@Test
	void nodeWithoutFieldsHasItsKind() {
		assertThat(QueryTree.of("{RANGETBLREF}").kind()).isEqualTo("RANGETBLREF");
	}

	@Test
	void textWithoutANodeHasNoKind() {
		assertThat(QueryTree.of("<>")).isEqualTo(new QueryTree("", Map.of()));
	}

	@Test
	void fieldOfANodeInsideIsNoFieldOfTheNodeAround() {
		QueryTree target = QueryTree.of("{TARGETENTRY :expr {VAR :varno 3 :location 9} :resno 2}");
		assertThat(target.fields()).containsOnlyKeys("expr", "resno");
		assertThat(target.node("expr").number("varno")).isEqualTo(3);
	}

	@Test
	void escapedBraceOrParenthesisEndsNothing() {
		QueryTree target = QueryTree.of("{TARGETENTRY :resname a\\}\\)\\ b :resno 2}");
		assertThat(target.fields()).containsEntry("resname", "a\\}\\)\\ b").containsEntry("resno", "2");
	}

	@Test
	void escapedBackslashEscapesNothing() {
		QueryTree outer = QueryTree.of("{A :one {B :name x\\\\} :two 2}");
		assertThat(outer.number("two")).isEqualTo(2);
	}

	@Test
	void colonInsideAWordBeginsNoField() {
		assertThat(QueryTree.of("{TARGETENTRY :resname a:b :resno 2}").fields()).containsEntry("resname", "a:b");
	}

	@Test
	void fieldMayHoldSeveralWords() {
		assertThat(QueryTree.of("{CONST :constvalue 4 [ 1 0 0 0 ] :location 8}").fields()).containsEntry("constvalue",
				"4 [ 1 0 0 0 ]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "<>", "false", "0" })
	void fieldWithNothingInItIsNotThere(String nothing) {
		assertThat(QueryTree.of("{QUERY :limitCount " + nothing + " :location 0}").has("limitCount")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{CONST}", "true", "1", "(i 1)" })
	void fieldWithSomethingInItIsThere(String something) {
		assertThat(QueryTree.of("{QUERY :limitCount " + something + " :location 0}").has("limitCount")).isTrue();
	}

	@Test
	void missingFieldIsNothing() {
		QueryTree query = QueryTree.of("{QUERY :commandType 1}");
		assertThat(query.has("rtable")).isFalse();
		assertThat(query.node("rtable").kind()).isEmpty();
		assertThat(query.number("rtable")).isEqualTo(-1);
		assertThat(query.list("rtable")).isEmpty();
	}

	@Test
	void nodesOfAListKeepTheirOrder() {
		List<QueryTree> entries = QueryTree.of("{QUERY :rtable ({RTE :relid 5 :alias {ALIAS}} {RTE :relid 6})}")
			.list("rtable");
		assertThat(entries).extracting((entry) -> entry.number("relid")).containsExactly(5L, 6L);
	}

	@Test
	void whatIsNoNodeKeepsItsPlaceInAList() {
		assertThat(QueryTree.of("{RTE :joinaliasvars ({VAR} <> {CONST})}").list("joinaliasvars"))
			.extracting(QueryTree::kind)
			.containsExactly("VAR", "", "CONST");
	}

	@Test
	void listInsideAListIsOneElement() {
		assertThat(QueryTree.of("{QUERY :sets ((i 1 2) ({VAR} {VAR}) {CONST})}").list("sets")).hasSize(3);
	}

	@Test
	void escapedBlankSeparatesNoElements() {
		assertThat(QueryTree.of("{ALIAS :colnames (\"a\\ b\" \"c\")}").list("colnames")).hasSize(2);
	}

}
