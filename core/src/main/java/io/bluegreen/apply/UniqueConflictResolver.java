package io.bluegreen.apply;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;

import io.bluegreen.catalog.DeleteReach;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Keys;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.transport.Transport;

/**
 * Applies rows that exchange, or pass on in a ring, a value that the target wants to be
 * unique: no order of single writes brings these. All rows that stand in each other's way
 * are deleted and inserted again as the source has them now. A row that the source has
 * deleted makes way before.
 */
public final class UniqueConflictResolver {

	/**
	 * Rows that are followed from one to the next beyond those that are asked for. Each
	 * is a statement.
	 */
	private static final int LINKS = 20;

	/** How often others may change what is looked at. */
	private static final int LOOKS = 5;

	private final Side target;

	private final Mapping mapping;

	private final Transport transport;

	private final Apply apply;

	public UniqueConflictResolver(Side target, Mapping mapping, Transport transport) {
		this.target = target;
		this.mapping = mapping;
		this.transport = transport;
		this.apply = new Apply(mapping, transport);
	}

	/**
	 * {@linkplain Apply#apply Applies} these keys.
	 * @return counts of these keys alone
	 * @throws DataIntegrityViolationException if two rows of the source collide in the
	 * target, a row that the source lacks or the target has in a newer version stands in
	 * the way, too many rows do one after the other, or deleting a row of the target may
	 * {@linkplain DeleteReach reach further}
	 */
	public ApplyCount apply(Keys keys) {
		return write(keys, false, () -> this.apply.apply(this.target.client(), keys));
	}

	/**
	 * {@linkplain Apply#overwrite Overwrites} these keys.
	 * @return as {@link #apply}
	 * @throws DataIntegrityViolationException as {@link #apply}, but whatever the
	 * versions of these keys
	 */
	public ApplyCount overwrite(KeySet keys) {
		return write(keys, true, () -> this.apply.overwrite(this.target.client(), keys));
	}

	/**
	 * The rows of these keys that have no place in the target now: after a refusal, so
	 * that the others can be written without them.
	 */
	public List<Blocked> blocked(KeySet keys) {
		List<Blocked> blocked = new ArrayList<>(orphans(keys));
		Set<List<String>> seen = blocked.stream().map(Blocked::key).collect(Collectors.toCollection(HashSet::new));
		List<UniqueConflicts.Pair> pairs = conflicts().find(keys);
		boolean mayMakeWay = mayMakeWay();
		Set<List<String>> lacking = leavers()
			.lacking(pairs.stream().map(UniqueConflicts.Pair::has).collect(Collectors.toSet()));
		for (UniqueConflicts.Pair pair : pairs) {
			if (seen.add(pair.wants())) {
				blocked.add(new Blocked(pair.wants(), pair.index().sqlState(), pair.index().name(),
						!mayMakeWay || lacking.contains(pair.has())));
			}
		}
		return blocked;
	}

	/**
	 * The rows of these keys whose parents the target lacks and these keys do not bring.
	 */
	public List<Blocked> orphans(KeySet keys) {
		return Orphans.of(this.target.client(), this.mapping, this.transport).find(keys);
	}

	private ApplyCount write(Keys keys, boolean overwrite, Supplier<ApplyCount> write) {
		try {
			return this.target.nested(write);
		}
		catch (DataIntegrityViolationException refused) {
			if (!isConflict(refused) || !mayMakeWay()) {
				throw refused;
			}
			return makeWay(keys, overwrite, write, refused);
		}
	}

	private boolean mayMakeWay() {
		return this.mapping.version().isPresent()
				&& !new DeleteReach(this.target.client()).goesFurther(this.mapping.to());
	}

	/** Begins anew if others have changed the rows meanwhile. */
	private ApplyCount makeWay(Keys keys, boolean overwrite, Supplier<ApplyCount> write,
			DataIntegrityViolationException refused) {
		for (int looks = 1;; looks++) {
			try {
				return this.target.nested(() -> {
					ApplyCount brought = bring(keys, overwrite, refused);
					ApplyCount rest = write.get();
					return new ApplyCount(rest.scanned(), Math.min(rest.scanned(), rest.applied() + brought.applied()),
							brought.deleted());
				});
			}
			catch (OptimisticLockingFailureException ex) {
				if (looks == LOOKS) {
					throw refused;
				}
			}
			catch (DataIntegrityViolationException ex) {
				if (ex == refused || !isConflict(ex) || looks > 1) {
					throw refused;
				}
			}
		}
	}

	/** What is left of these keys then finds no other row there. */
	private ApplyCount bring(Keys keys, boolean overwrite, DataIntegrityViolationException refused) {
		UniqueConflicts conflicts = conflicts();
		Reinsert reinsert = new Reinsert(this.target.client(), this.mapping, this.transport);
		long asked = 0;
		long deleted = 0;
		Set<List<String>> brought = new HashSet<>();
		Set<List<String>> pairs = conflicts.keys(keys);
		while (!brought.containsAll(pairs)) {
			Set<List<String>> closed = close(conflicts, pairs, refused);
			deleted += leavers().takeAway(closed);
			asked += reinsert.run(new KeySet(List.copyOf(closed)), keys, overwrite).orElseThrow(() -> refused);
			brought.addAll(closed);
			pairs = conflicts.keys(keys);
		}
		return new ApplyCount(asked, asked, deleted);
	}

	/** Rows that make way may find others where they belong. */
	private static Set<List<String>> close(UniqueConflicts conflicts, Set<List<String>> pairs,
			DataIntegrityViolationException refused) {
		Set<List<String>> closed = new LinkedHashSet<>(pairs);
		Set<List<String>> added = pairs;
		for (int links = 0; !added.isEmpty(); links++) {
			if (links > LINKS) {
				throw refused;
			}
			added = conflicts.keys(new KeySet(List.copyOf(added)));
			added.removeAll(closed);
			closed.addAll(added);
		}
		return closed;
	}

	private UniqueConflicts conflicts() {
		return UniqueConflicts.of(this.target.client(), this.mapping, this.transport);
	}

	private Leavers leavers() {
		return new Leavers(this.target.client(), this.mapping, this.transport);
	}

	/** UNIQUE or EXCLUDE is violated. */
	private static boolean isConflict(DataIntegrityViolationException refused) {
		return refused.getMostSpecificCause() instanceof SQLException server
				&& Set.of("23505", "23P01").contains(String.valueOf(server.getSQLState()));
	}

}
