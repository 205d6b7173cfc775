package io.bluegreen.payments.read;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import io.bluegreen.dualwrite.DualWrite;
import io.bluegreen.dualwrite.Release;
import io.bluegreen.dualwrite.RowKey;
import io.bluegreen.payments.payment.BluePayments;
import io.bluegreen.payments.payment.Payment;

/**
 * Reads payments from Blue, or from Green where the stage says so. Green answers for a
 * payment whose version there is the one that Blue has at this moment, Blue answers for
 * all others: so a caller reads what was written before, by whichever instance, whether
 * its apply is on its way or has failed.
 */
@Service
class PaymentReader {

	private final BluePayments blue;

	private final GreenDatabase green;

	private final DualWrite dualWrite;

	private final ReadFallbacks fallbacks;

	private final boolean readsGreen;

	PaymentReader(BluePayments blue, GreenDatabase green, DualWrite dualWrite, ReadFallbacks fallbacks,
			Release release) {
		this.blue = blue;
		this.green = green;
		this.dualWrite = dualWrite;
		this.fallbacks = fallbacks;
		this.readsGreen = release.stage().readsGreen();
	}

	/** A payment, if it is there. */
	Optional<Payment> find(long id) {
		if (!this.readsGreen) {
			return this.blue.find(id);
		}
		return this.blue.version(id).flatMap((version) -> read(Map.of(id, version)).stream().findFirst());
	}

	/**
	 * The next payments after an id, in the order of ids.
	 * @param merchant null: of all
	 */
	Page page(@Nullable String merchant, long after, int limit) {
		Map<Long, Long> versions = this.blue.versions(merchant, after, limit);
		List<Long> ids = List.copyOf(versions.keySet());
		return new Page(read(versions), (ids.size() < limit) ? null : ids.get(limit - 1).toString());
	}

	/**
	 * Reads payments.
	 * @param versions of them in Blue, read before
	 */
	private List<Payment> read(Map<Long, Long> versions) {
		Map<Long, Payment> found = new HashMap<>();
		if (this.readsGreen && !versions.isEmpty()) {
			found.putAll(fromGreen(versions));
		}
		Collection<Long> left = new ArrayList<>(versions.keySet());
		left.removeAll(found.keySet());
		this.blue.find(left).forEach((payment) -> found.put(payment.number(), payment));
		return versions.keySet().stream().map(found::get).filter(Objects::nonNull).toList();
	}

	private Map<Long, Payment> fromGreen(Map<Long, Long> versions) {
		@Nullable Map<Long, Payment> rows = this.green.find(versions.keySet()).orElse(null);
		Map<Long, Payment> current = new HashMap<>();
		versions.forEach((id, version) -> {
			@Nullable Payment row = (rows == null) ? null : rows.get(id);
			if (row != null && row.version().equals(version.toString())) {
				current.put(id, row);
			}
			else {
				this.fallbacks.count((rows == null) ? ReadFallbacks.Reason.UNAVAILABLE : reason(id, row));
			}
		});
		return current;
	}

	private ReadFallbacks.Reason reason(long id, @Nullable Payment row) {
		if (this.dualWrite.pending(RowKey.of("payments", id))) {
			return ReadFallbacks.Reason.PENDING;
		}
		return (row == null) ? ReadFallbacks.Reason.MISSING : ReadFallbacks.Reason.BEHIND;
	}

}
