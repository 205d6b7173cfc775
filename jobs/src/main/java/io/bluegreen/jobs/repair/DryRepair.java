package io.bluegreen.jobs.repair;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.bluegreen.apply.Apply;
import io.bluegreen.jobs.repair.RepairAnswer.Cascaded;
import io.bluegreen.jobs.repair.RepairAnswer.Left;
import io.bluegreen.jobs.repair.RepairAnswer.Planned;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.transport.InDatabase;

/**
 * What a repair of one table would do, as both sides are now. No lock is taken, and
 * nothing is written.
 */
record DryRepair(Side green, TableRepair repair) {

	RepairAnswer.Table plan() {
		Mapping mapping = this.repair.mapping();
		List<Left> left = new ArrayList<>();
		List<Planned> planned = new ArrayList<>();
		List<List<String>> doomed = new ArrayList<>();
		for (List<List<String>> page : KeySet.pages(this.repair.keys(), EnteredPages.SIZE)) {
			Map<Class<? extends Decision>, List<List<String>>> decided = this.green
				.in(() -> this.repair.decide(new KeySet(page), (key, reason) -> left.add(left(mapping, key, reason))));
			doomed.addAll(decided.getOrDefault(Decision.Delete.class, List.of()));
			List.of(Decision.Replace.class, Decision.Insert.class)
				.forEach((kind) -> decided.getOrDefault(kind, List.of())
					.forEach((key) -> planned.add(planned(mapping, key, kind))));
		}
		Cascade.Reached reached = this.green.in(() -> this.repair.reach(doomed));
		reached.refused().forEach((key, reason) -> left.add(left(mapping, key, reason)));
		doomed.stream()
			.filter((key) -> !reached.refused().containsKey(key))
			.forEach((key) -> planned.add(planned(mapping, key, Decision.Delete.class)));
		return new RepairAnswer.Table(mapping.table(), count(planned, "replace"), count(planned, "insert"),
				count(planned, "delete"),
				reached.keys()
					.entrySet()
					.stream()
					.map((child) -> new Cascaded(child.getKey().table(), child.getValue().size(), 0))
					.toList(),
				left, planned, sql(planned), null, List.of());
	}

	/** Between two databases there is no such statement: rows are fetched before. */
	private List<String> sql(List<Planned> planned) {
		if (!(this.repair.transport() instanceof InDatabase here)) {
			return List.of();
		}
		Apply apply = new Apply(this.repair.mapping(), here);
		KeySet keys = new KeySet(planned.stream().map((row) -> List.copyOf(row.key().values())).toList());
		List<String> sql = new ArrayList<>();
		if (count(planned, "replace") > 0) {
			sql.add(apply.overwriting(keys).sql());
		}
		if (count(planned, "insert") > 0) {
			sql.add(apply.applying(keys).sql());
		}
		if (count(planned, "delete") > 0) {
			sql.add(apply.deletingGone(keys).sql());
		}
		return sql;
	}

	private static Left left(Mapping mapping, List<String> key, String reason) {
		return new Left(mapping.table(), Reverification.named(mapping, key), reason);
	}

	private static Planned planned(Mapping mapping, List<String> key, Class<? extends Decision> kind) {
		return new Planned(Reverification.named(mapping, key), kind.getSimpleName().toLowerCase(Locale.ROOT));
	}

	private static long count(List<Planned> planned, String does) {
		return planned.stream().filter((row) -> row.does().equals(does)).count();
	}

}
