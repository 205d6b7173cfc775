package io.bluegreen.payments.payment;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The legacy tables.
 */
@Repository
public class BluePayments {

	/** What a payment is made of; times without a zone mean UTC. */
	private static final String COLUMNS = """
			payment_id, merchant_reference, amount, currency, lower(status) AS status, description,
			rtrim(card_last4) AS card_last4, created_at AT TIME ZONE 'UTC' AS created_at,
			updated_at AT TIME ZONE 'UTC' AS updated_at, row_version
			""";

	private static final String INSERT = """
			INSERT INTO blue.payments (payment_id, amount, currency, status, created_at, card_token, card_last4, description,
			                           merchant_reference, metadata_json)
			SELECT nextval('blue.payment_ids'), :amount, c.code, 'AUTHORIZED', now() AT TIME ZONE 'UTC', :cardToken::text,
			       :cardLast4::text, :description::text, :merchant::text, '{}'
			FROM blue.currencies c WHERE c.code = :currency
			RETURNING
			"""
			+ COLUMNS;

	private static final String CHANGE = """
			UPDATE blue.payments SET status = :to, updated_at = now() AT TIME ZONE 'UTC'
			WHERE payment_id = :id AND row_version = :version AND status IN (:from)
			RETURNING
			""" + COLUMNS;

	/** Numbers follow one another, since whoever comes here has the payment's lock. */
	private static final String EVENT = """
			INSERT INTO blue.payment_events (payment_id, event_no, event_type, occurred_at, amount)
			SELECT p.payment_id, 1 + coalesce((SELECT max(event_no) FROM blue.payment_events WHERE payment_id = :id), 0),
			       p.status, now() AT TIME ZONE 'UTC', p.amount
			FROM blue.payments p WHERE p.payment_id = :id
			RETURNING event_no
			""";

	private final JdbcClient blue;

	BluePayments(JdbcClient blue) {
		this.blue = blue;
	}

	/** Empty where nobody has declared the currency. */
	Optional<Payment> insert(NewPayment asked) {
		return this.blue.sql(INSERT)
			.param("amount", new BigDecimal(Objects.requireNonNull(asked.amount())))
			.param("currency", asked.currency())
			.param("merchant", asked.merchant())
			.param("description", asked.description())
			.param("cardToken", asked.cardToken())
			.param("cardLast4", asked.cardLast4())
			.query(BluePayments::payment)
			.optional();
	}

	/**
	 * Empty where there is no such payment of this version in a status that allows it.
	 */
	Optional<Payment> change(long id, long version, Transition transition) {
		return this.blue.sql(CHANGE)
			.param("id", id)
			.param("version", version)
			.param("to", transition.to())
			.param("from", transition.from())
			.query(BluePayments::payment)
			.optional();
	}

	/**
	 * Notes what a payment, which the current transaction has written, has become.
	 * @return the number of the event
	 */
	int event(long id) {
		return this.blue.sql(EVENT).param("id", id).query(Integer.class).single();
	}

	/** Those of these payments that are there, in any order. */
	public List<Payment> find(Collection<Long> ids) {
		return ids.isEmpty() ? List.of()
				: this.blue.sql("SELECT " + COLUMNS + " FROM blue.payments WHERE payment_id IN (:ids)")
					.param("ids", ids)
					.query(BluePayments::payment)
					.list();
	}

	/** A payment, if it is there. */
	public Optional<Payment> find(long id) {
		return find(List.of(id)).stream().findFirst();
	}

	/** The version of a payment, if it is there. */
	public Optional<Long> version(long id) {
		return this.blue.sql("SELECT row_version FROM blue.payments WHERE payment_id = :id")
			.param("id", id)
			.query(Long.class)
			.optional();
	}

	/**
	 * The next payments after an id, with their versions, in the order of ids.
	 * @param merchant null: of all
	 */
	public Map<Long, Long> versions(@Nullable String merchant, long after, int limit) {
		Map<Long, Long> versions = new LinkedHashMap<>();
		String ofMerchant = (merchant == null) ? "" : "AND merchant_reference = :merchant";
		this.blue.sql("""
				SELECT payment_id, row_version FROM blue.payments
				WHERE payment_id > :after %s
				ORDER BY payment_id LIMIT :limit
				""".formatted(ofMerchant))
			.param("merchant", merchant)
			.param("after", after)
			.param("limit", limit)
			.query((row) -> {
				versions.put(row.getLong("payment_id"), row.getLong("row_version"));
			});
		return versions;
	}

	private static Payment payment(ResultSet row, int number) throws SQLException {
		String currency = row.getString("currency");
		Instant created = Objects.requireNonNull(instant(row, "created_at"));
		return new Payment(row.getString("payment_id"), row.getString("merchant_reference"),
				Money.text(row.getBigDecimal("amount"), currency), currency, row.getString("status"),
				row.getString("description"), row.getString("card_last4"), created, instant(row, "updated_at"),
				row.getString("row_version"));
	}

	private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		@Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
		return (time == null) ? null : time.toInstant();
	}

}
