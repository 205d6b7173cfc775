package io.bluegreen.dualwrite.example;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.bluegreen.dualwrite.DualWrite;

@Service
public class Cancellations {

	private final JdbcClient blue;

	private final DualWrite dualWrite;

	public Cancellations(JdbcClient blue, DualWrite dualWrite) {
		this.blue = blue;
		this.dualWrite = dualWrite;
	}

	@Transactional
	public void cancel(long id) {
		this.blue.sql("UPDATE blue.payments SET status = 'CANCELLED' WHERE payment_id = ?").param(id).update();
		this.dualWrite.changed("payments", id);
	}

}
