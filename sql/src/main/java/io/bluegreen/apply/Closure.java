package io.bluegreen.apply;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.bluegreen.catalog.Catalog;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Keys;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.transport.Transport;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;

/**
 * Applies rows that exchange, or pass on in a ring, a value that Green wants to be
 * unique: no order of single writes brings these. All rows that stand in each other's way
 * are deleted and inserted again as Blue has them now.
 */
public final class Closure {

	/**
	 * Rows that are followed from one to the next beyond those that are asked for. Each
	 * is a statement.
	 */
	private static final int LINKS = 20;

	private final Side green;

	private final Mapping mapping;

	private final Transport transport;

	private final Apply apply;

	public Closure(Side green, Mapping mapping, Transport transport) {
		this.green = green;
		this.mapping = mapping;
		this.transport = transport;
		this.apply = new Apply(mapping, transport);
	}

	/**
	 * {@linkplain Apply#apply Applies} these keys.
	 * @return counts of these keys alone
	 * @throws DuplicateKeyException if two rows of Blue collide in Green, a row that Blue
	 * lacks or Green has in a newer version stands in the way, too many rows do one after
	 * the other, or deleting a row of Green may {@linkplain Catalog#reachesFurther reach
	 * further}
	 */
	public ApplyCount apply(Keys keys) {
		return write(keys, false, () -> this.apply.apply(this.green.client(), keys));
	}

	/**
	 * {@linkplain Apply#set Sets} these keys.
	 * @return as {@link #apply}
	 * @throws DuplicateKeyException as {@link #apply}, but whatever the versions of these
	 * keys
	 */
	public ApplyCount set(KeySet keys) {
		return write(keys, true, () -> this.apply.set(this.green.client(), keys));
	}

	private ApplyCount write(Keys keys, boolean anyway, Supplier<ApplyCount> write) {
		try {
			return this.green.nested(write);
		}
		catch (DuplicateKeyException refused) {
			try {
				return this.green.nested(() -> {
					long brought = bring(keys, anyway, refused);
					ApplyCount rest = write.get();
					return new ApplyCount(rest.scanned(), Math.min(rest.scanned(), rest.applied() + brought));
				});
			}
			catch (DataIntegrityViolationException ex) {
				throw refused;
			}
		}
	}

	/** Makes way for these keys: what is left of them then finds no other row there. */
	private long bring(Keys keys, boolean anyway, DuplicateKeyException refused) {
		if (this.mapping.version().isEmpty() || new Catalog(this.green.client()).reachesFurther(this.mapping.to())) {
			throw refused;
		}
		Conflicts conflicts = Conflicts.of(this.green.client(), this.mapping, this.transport);
		Move move = new Move(this.green.client(), this.mapping, this.transport);
		long asked = 0;
		Set<List<String>> brought = new HashSet<>();
		Set<List<String>> pairs = conflicts.find(keys);
		while (!brought.containsAll(pairs)) {
			Set<List<String>> closed = close(conflicts, pairs, refused);
			asked += move.run(new KeySet(List.copyOf(closed)), keys, anyway).orElseThrow(() -> refused);
			brought.addAll(closed);
			pairs = conflicts.find(keys);
		}
		if (brought.isEmpty()) {
			throw refused;
		}
		return asked;
	}

	/** Rows that make way may find others where they belong. */
	private static Set<List<String>> close(Conflicts conflicts, Set<List<String>> pairs,
			DuplicateKeyException refused) {
		Set<List<String>> closed = new LinkedHashSet<>(pairs);
		Set<List<String>> added = pairs;
		for (int links = 0; !added.isEmpty(); links++) {
			if (links > LINKS) {
				throw refused;
			}
			added = conflicts.find(new KeySet(List.copyOf(added)));
			added.removeAll(closed);
			closed.addAll(added);
		}
		return closed;
	}

}
