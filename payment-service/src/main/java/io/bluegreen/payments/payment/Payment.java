package io.bluegreen.payments.payment;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A payment as the API shows it. The token of the card never leaves the store.
 *
 * @param id a whole number, as text: not every JSON parser keeps 64 bits
 * @param amount in major units, with all digits that its currency has
 * @param version another one after each change; what {@code ETag} says
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Payment(String id, @Nullable String merchant, String amount, String currency, String status,
		@Nullable String description, @Nullable String cardLast4, Instant createdAt, @Nullable Instant updatedAt,
		String version) {

	/** Its number, as the stores have it. */
	public long number() {
		return Long.parseLong(this.id);
	}

	/** What {@code ETag} says. */
	public String etag() {
		return '"' + this.version + '"';
	}

}
