package io.bluegreen.jobs.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.bluegreen.catalog.Column;
import io.bluegreen.jobs.findings.DifferenceStore;
import io.bluegreen.jobs.findings.Reason;
import io.bluegreen.jobs.findings.Reason.Code;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * Judges what the ranges and the later looks found.
 */
public class Judge {

	private static final Map<String, String> EQUALITIES = Map.of("numeric", "1.0 and 1.00 (scale)", "real", "-0 and 0",
			"double precision", "-0 and 0", "jsonb", "numbers of another scale inside jsonb", "character",
			"trailing blanks of char(n)");

	private final Side green;

	private final Comparison comparison;

	Judge(Side green, Comparison comparison) {
		this.green = green;
		this.comparison = comparison;
	}

	/**
	 * What is said of one table, and its reasons.
	 */
	public record Judgement(VerifyAnswer.Table table, List<Reason> reasons) {
	}

	/**
	 * The judgement on one table.
	 * @param seen in all ranges and later looks
	 * @param unseen what was not compared: ranges that failed, rows that lie in none
	 * @param voided why the evidence noted at the start does not hold at the end, if so
	 */
	Judgement judge(VerifyTotals seen, List<Reason> unseen, double seconds, Optional<String> voided) {
		RangeResult sum = seen.sum();
		long scanned = sum.scanned();
		long unchecked = sum.differing() - sum.kept();
		Map<String, Long> found = new DifferenceStore(this.green).found(this.comparison.plan());
		long mismatched = found.getOrDefault("mismatched", 0L);
		long missing = found.getOrDefault("missing", 0L);
		long extra = found.getOrDefault("extra", 0L);
		long open = found.getOrDefault("open", 0L);
		long unsettled = found.getOrDefault("unsettled", 0L) + open;
		long confirmed = mismatched + missing + extra;

		List<Reason> reasons = new ArrayList<>();
		add(reasons, Code.DIFFERENT, confirmed, "%d rows differ".formatted(confirmed));
		add(reasons, Code.NOT_CHECKED_AGAIN, unchecked,
				"%d more rows were not equal and not looked at again: only %d are (max-differences)"
					.formatted(unchecked, this.comparison.maxDifferences()));
		add(reasons, Code.UNSETTLED, unsettled,
				"%d rows were neither equal nor surely different after the time to settle (settle)%s"
					.formatted(unsettled, waiting(open)));
		add(reasons, Code.ROWS_DROPPED, sum.source() - sum.blue(),
				"the view shows %d rows where its source has %d".formatted(sum.blue(), sum.source()));
		add(reasons, Code.KEYS_REPEATED, sum.repeated(),
				"the view, or Green with tables that inherit from it, has %d rows with a key that it has shown already"
					.formatted(sum.repeated()));
		reasons.addAll(seen.unread(names(this.comparison.mapping().key())));
		reasons.addAll(unseen);
		voided.ifPresent((why) -> reasons.add(Reason.of(Code.EVIDENCE_VOID, 0, why)));
		List<Map<String, @Nullable Object>> totals = seen.money().rows(this.comparison.totals());
		long unequal = totals.stream()
			.filter((total) -> !Objects.equals(total.get("blue"), total.get("green")))
			.count();
		add(reasons, Code.TOTALS_DIFFER, reasons.isEmpty() ? unequal : 0,
				"the totals of %d groups differ, though no row was found to differ".formatted(unequal));
		Answer answer = (confirmed > 0) ? Answer.DIFFER : reasons.isEmpty() ? Answer.MATCH : Answer.INCOMPLETE;
		return new Judgement(new VerifyAnswer.Table(this.comparison.mapping().table(), answer, scanned,
				scanned - confirmed - unsettled - unchecked, mismatched, missing, extra, unsettled, seconds,
				this.comparison.mapping().hash(), hash(), names(this.comparison.mapping().ignored()), equalities(),
				totals, reasons.stream().map(Reason::sentence).toList(), warnings(scanned, seen.money())), reasons);
	}

	private static String waiting(long open) {
		return (open == 0) ? "" : "; %d of them changed in Blue and wait for reconcile".formatted(open);
	}

	private void add(List<Reason> reasons, Code code, long count, String sentence) {
		if (count != 0) {
			reasons.add(new Reason(code, Math.abs(count), keys(code), sentence));
		}
	}

	/** Of some rows, where each is noted. */
	private List<List<String>> keys(Code code) {
		return (code == Code.DIFFERENT || code == Code.UNSETTLED)
				? new DifferenceStore(this.green).first(this.comparison.plan(), code == Code.DIFFERENT) : List.of();
	}

	private static void warn(List<String> warnings, boolean holds, String warning) {
		if (holds) {
			warnings.add(warning);
		}
	}

	private Map<String, Object> hash() {
		if (this.comparison.exact()) {
			return Map.of("algorithm", "none: every row was compared with its counterpart");
		}
		return Map.of("algorithm",
				"bit_xor(hash_record_extended(ROW(int8send(hash_record_extended(row, rowSeed))), mixSeed)) per range",
				"rowSeed", this.comparison.seeds().row(), "mixSeed", this.comparison.seeds().mix());
	}

	private List<String> equalities() {
		return compared().filter((column) -> !column.comparedAsText())
			.flatMap((column) -> column.loose()
				.stream()
				.map((type) -> column.name() + ": " + EQUALITIES.getOrDefault(type, type)))
			.toList();
	}

	private List<String> warnings(long scanned, MoneySums money) {
		Mapping mapping = this.comparison.mapping();
		List<String> warnings = new ArrayList<>();
		warn(warnings, scanned == 0, "both sides are empty: nothing was compared");
		warn(warnings, mapping.source().isEmpty(),
				"the table below %s is not named: rows that the view drops are not counted"
					.formatted(mapping.from().sql()));
		money.warning(this.comparison.totals()).ifPresent(warnings::add);
		warn(warnings, mapping.version().isEmpty(), "there is no version: rows were compared by content alone");
		return warnings;
	}

	private Stream<Column> compared() {
		return Stream.concat(this.comparison.mapping().key().stream(), this.comparison.mapping().content().stream());
	}

	private static List<String> names(List<Column> columns) {
		return columns.stream().map(Column::name).toList();
	}

}
