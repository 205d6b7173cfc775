package io.bluegreen.payments.read;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.bluegreen.dualwrite.DualWrite;
import io.bluegreen.dualwrite.RowKey;
import io.bluegreen.payments.payment.BluePayments;
import io.bluegreen.payments.payment.Payment;

/**
 * Compares a payment as both sides would answer it now.
 */
@Component
class ShadowComparison implements ShadowReads.Comparison {

	private final BluePayments blue;

	private final GreenDatabase green;

	private final DualWrite dualWrite;

	private final JsonMapper json;

	ShadowComparison(BluePayments blue, GreenDatabase green, DualWrite dualWrite, JsonMapper json) {
		this.blue = blue;
		this.green = green;
		this.dualWrite = dualWrite;
		this.json = json;
	}

	/** Green first: Blue, read later, is never the older one. */
	@Override
	public ShadowReads.Compared compare(long id) {
		try {
			Optional<Map<Long, Payment>> rows = this.green.find(List.of(id));
			@Nullable Payment inBlue = this.blue.find(id).orElse(null);
			return rows.isEmpty() ? ShadowReads.Compared.of(ShadowReads.Result.ERROR)
					: compared(id, inBlue, rows.get().get(id));
		}
		catch (DataAccessException ex) {
			return ShadowReads.Compared.of(ShadowReads.Result.ERROR);
		}
	}

	private ShadowReads.Compared compared(long id, @Nullable Payment inBlue, @Nullable Payment inGreen) {
		Set<String> fields = fields(inBlue, inGreen);
		if (fields.isEmpty()) {
			return ShadowReads.Compared.of(ShadowReads.Result.MATCH);
		}
		if (this.dualWrite.pending(RowKey.of("payments", id))) {
			return ShadowReads.Compared.of(ShadowReads.Result.IN_FLIGHT);
		}
		return (inGreen == null) ? ShadowReads.Compared.of(ShadowReads.Result.MISSING)
				: new ShadowReads.Compared(ShadowReads.Result.MISMATCH, fields);
	}

	/** The names of fields that differ, without their values. */
	private Set<String> fields(@Nullable Payment one, @Nullable Payment other) {
		JsonNode first = this.json.valueToTree(one);
		JsonNode second = this.json.valueToTree(other);
		Set<String> names = new TreeSet<>(first.propertyNames());
		names.addAll(second.propertyNames());
		names.removeIf((name) -> first.path(name).equals(second.path(name)));
		return names;
	}

}
