package io.bluegreen.jobs.repair;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.bluegreen.catalog.Column;
import io.bluegreen.jobs.findings.DifferenceStore;
import io.bluegreen.jobs.repair.RepairAnswer.Cascaded;
import io.bluegreen.jobs.repair.RepairAnswer.Left;
import io.bluegreen.jobs.status.KeyNames;
import io.bluegreen.jobs.verify.Bringing;
import io.bluegreen.jobs.verify.Judge;
import io.bluegreen.jobs.verify.KeyVerification;
import io.bluegreen.jobs.verify.KeyVerifications;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * Verifies exactly the rows again that were to be mended, and gives the new verdict.
 */
record Reverification(Side green, KeyVerifications verifications, Duration settle, BroughtBack back) {

	/** What is said of a table. */
	RepairAnswer.Table verify(TableRepair table, long run) {
		if (table.keys().isEmpty()) {
			return answer(table, List.of(), null, List.of());
		}
		Mapping mapping = table.mapping();
		KeyVerification keys = this.verifications.begin(mapping, table.verdict());
		KeySet.pages(table.keys(), KeyVerification.PAGE).forEach(keys::compare);
		DifferenceStore differences = new DifferenceStore(this.green);
		Judge.Judgement judged = keys.judge(this.settle,
				Bringing.whileSettling(() -> table.bring(this.green.in(() -> differences.candidates(keys.plan())))),
				() -> this.verifications.voided(mapping, table.verdict()));
		this.verifications.awaitFlush();
		NewVerdict verdict = new NewVerdict(this.green, mapping, table.verdict(), judged, keys.plan());
		Optional<String> superseded = this.green.in(() -> verdict.store(run));
		this.verifications.stored(mapping);
		List<List<String>> unequal = this.green.in(() -> differences.keys(keys.plan()));
		return answer(table, unequal, superseded.isPresent() ? null : verdict.answer().name(), superseded.map(List::of)
			.orElseGet(() -> verdict.reasons().stream().map((reason) -> reason.sentence()).toList()));
	}

	/** What was refused, and what was written and is not the same all the same. */
	private RepairAnswer.Table answer(TableRepair table, List<List<String>> unequal, @Nullable String verdict,
			List<String> reasons) {
		Map<List<String>, String> left = new LinkedHashMap<>(table.left());
		unequal.forEach((key) -> left.putIfAbsent(key, "not the same when it was verified again"));
		List<Cascaded> cascaded = new ArrayList<>();
		Stream<Left> others = table.reached().keySet().stream().flatMap((child) -> {
			cascaded.add(new Cascaded(child.table(), Objects.requireNonNull(table.reached().get(child)).size(),
					this.back.rows(child)));
			return left(child, this.back.left().getOrDefault(child, Map.of()));
		});
		List<Left> all = Stream.concat(left(table.mapping(), left), others).toList();
		return new RepairAnswer.Table(table.mapping().table(), table.replaced(), table.inserted(), table.deleted(),
				cascaded, all, List.of(), List.of(), verdict, reasons);
	}

	private static Stream<Left> left(Mapping mapping, Map<List<String>, String> left) {
		return left.entrySet()
			.stream()
			.map((row) -> new Left(mapping.table(), named(mapping, row.getKey()), row.getValue()));
	}

	static Map<String, String> named(Mapping mapping, List<String> key) {
		return KeyNames.named(mapping.key().stream().map(Column::name).toList(), key);
	}

}
