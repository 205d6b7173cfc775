package io.bluegreen.payments.idempotency;

import java.util.Arrays;
import java.util.function.Supplier;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import io.bluegreen.payments.problem.Refusal;

/**
 * Keys under which requests came, with the answers to the first ones. They lie in Blue,
 * so that every instance knows them, and commit with what the request did.
 */
@Component
public class IdempotencyKeys {

	/** Waits for another first request under the same key to end, whichever way. */
	private static final String CLAIM = """
			INSERT INTO blue.idempotency_keys (idempotency_key, fingerprint) VALUES (:key, :fingerprint)
			ON CONFLICT (idempotency_key) DO NOTHING
			""";

	private final JdbcClient blue;

	IdempotencyKeys(JdbcClient blue) {
		this.blue = blue;
	}

	/**
	 * Does something once, in the current transaction, which must be READ COMMITTED: what
	 * it finds when it has waited for another one is what that has committed.
	 * @param fingerprint of the request
	 * @param work gives the answer
	 * @return this answer, or that of the first time
	 * @throws Refusal if the key came with another request before
	 */
	public String once(String key, byte[] fingerprint, Supplier<String> work) {
		int claimed = this.blue.sql(CLAIM).param("key", key).param("fingerprint", fingerprint).update();
		if (claimed == 0) {
			return answered(key, fingerprint);
		}
		String answer = work.get();
		this.blue.sql("UPDATE blue.idempotency_keys SET answer = :answer WHERE idempotency_key = :key")
			.param("key", key)
			.param("answer", answer)
			.update();
		return answer;
	}

	private String answered(String key, byte[] fingerprint) {
		Kept kept = this.blue.sql("SELECT fingerprint, answer FROM blue.idempotency_keys WHERE idempotency_key = :key")
			.param("key", key)
			.query((row, i) -> new Kept(row.getBytes("fingerprint"), row.getString("answer")))
			.optional()
			.orElseThrow(() -> new ConcurrencyFailureException("an idempotency key was cleared up at this moment"));
		if (!Arrays.equals(kept.fingerprint(), fingerprint)) {
			throw Refusal.of(HttpStatus.UNPROCESSABLE_CONTENT, "idempotency-key-reused",
					"This Idempotency-Key came with another request before.");
		}
		return kept.answer();
	}

	@SuppressWarnings("ArrayRecordComponent")
	private record Kept(byte[] fingerprint, String answer) {
	}

}
