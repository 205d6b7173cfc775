package io.bluegreen.payments.read;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.payments.payment.Money;
import io.bluegreen.payments.payment.Payment;

/**
 * The new tables.
 */
final class GreenPayments {

	private static final String FIND = """
			SELECT payment_id, merchant_reference, amount_minor, currency, status, description, rtrim(card_last4) AS card_last4,
			       created_at, updated_at, row_version
			FROM green.payments WHERE payment_id IN (:ids)
			""";

	private final JdbcClient green;

	GreenPayments(JdbcClient green) {
		this.green = green;
	}

	/** Those of these payments that are there. */
	Map<Long, Payment> find(Collection<Long> ids) {
		return this.green.sql(FIND)
			.param("ids", ids)
			.query(GreenPayments::payment)
			.list()
			.stream()
			.collect(Collectors.toMap(Payment::number, Function.identity()));
	}

	private static Payment payment(ResultSet row, int number) throws SQLException {
		String currency = row.getString("currency");
		BigDecimal amount = BigDecimal.valueOf(row.getLong("amount_minor"), Math.max(Money.digits(currency), 0));
		@Nullable OffsetDateTime updated = row.getObject("updated_at", OffsetDateTime.class);
		return new Payment(row.getString("payment_id"), row.getString("merchant_reference"),
				Money.text(amount, currency), currency, row.getString("status"), row.getString("description"),
				row.getString("card_last4"), row.getObject("created_at", OffsetDateTime.class).toInstant(),
				(updated == null) ? null : updated.toInstant(), row.getString("row_version"));
	}

}
