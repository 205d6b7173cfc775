package io.bluegreen.payments;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.YamlMapFactoryBean;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.bluegreen.testing.legacy.Where;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The description of the API says what there is. Whether the answers are as it says,
 * Schemathesis finds out in CI.
 */
class OpenApiTests {

	@Test
	void namesEveryOperationAndEveryField() throws SQLException {
		try (MigratedStores stores = MigratedStores.create(Where.ONE_DATABASE);
				Instance instance = Instance.start(stores, "dual")) {
			Api.Answer answer = instance.api().get("/openapi");
			assertThat(answer.header("Content-Type")).startsWith("application/yaml");
			YamlMapFactoryBean yaml = new YamlMapFactoryBean();
			yaml.setResources(new ByteArrayResource(answer.body().getBytes(StandardCharsets.UTF_8)));
			JsonNode described = JsonMapper.shared().valueToTree(yaml.getObject());
			assertThat(operations(described)).isEqualTo(operations(instance));
			JsonNode schemas = described.get("components").get("schemas");
			Api.Answer made = instance.api().post("/payments", """
					{"merchant": "M", "amount": "1", "currency": "EUR", "description": "d", "cardToken": "t",
					 "cardLast4": "4242"}
					""", "Idempotency-Key", "all-fields");
			assertThat(fields(schemas.get("NewPayment"))).isEqualTo(components("NewPayment"));
			assertThat(fields(schemas.get("Payment"))).containsAll(made.json().propertyNames())
				.isEqualTo(components("Payment"));
			assertThat(fields(schemas.get("Page"))).isEqualTo(Set.of("payments", "next"));
		}
	}

	private static Set<String> fields(JsonNode schema) {
		return new TreeSet<>(schema.get("properties").propertyNames());
	}

	private static Set<String> components(String type) {
		try {
			Set<String> names = new TreeSet<>();
			for (var component : Class.forName("io.bluegreen.payments.payment." + type).getRecordComponents()) {
				names.add(component.getName());
			}
			return names;
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Set<String> operations(JsonNode described) {
		Set<String> operations = new TreeSet<>();
		described.get("paths")
			.forEachEntry((path, methods) -> methods.propertyNames()
				.forEach((method) -> operations.add(method + " " + path)));
		return operations;
	}

	private static Set<String> operations(Instance instance) {
		Set<String> operations = new TreeSet<>();
		instance.context()
			.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
			.getHandlerMethods()
			.keySet()
			.forEach((mapping) -> Objects.requireNonNull(mapping.getPathPatternsCondition())
				.getPatternValues()
				.stream()
				.filter((path) -> path.startsWith("/payments"))
				.forEach((path) -> mapping.getMethodsCondition()
					.getMethods()
					.forEach((method) -> operations.add(method.name().toLowerCase(Locale.ROOT) + " " + path))));
		return operations;
	}

}
