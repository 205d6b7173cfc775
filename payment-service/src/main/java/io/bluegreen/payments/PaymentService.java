package io.bluegreen.payments;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * The payments API.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class PaymentService {

	/**
	 * Starts the service, which runs until it is told to end.
	 * @param args none are needed: all settings come from the environment
	 */
	public static void main(String[] args) {
		SpringApplication.run(PaymentService.class, args);
	}

}
