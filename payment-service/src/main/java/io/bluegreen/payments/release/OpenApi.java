package io.bluegreen.payments.release;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The description of the API, written by hand.
 */
@RestController
class OpenApi {

	@GetMapping(path = "/openapi", produces = "application/yaml")
	Resource openapi() {
		return new ClassPathResource("openapi.yaml");
	}

}
