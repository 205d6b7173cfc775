package io.bluegreen.testing.postgres;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Tag("fast")
class AddressTests {

	@Test
	void credentialsLeaveTheUrlAndOtherParametersStay() {
		Address address = Address
			.parse("jdbc:postgresql://db.example:5433/admin?user=root&sslmode=require&password=p%26w");
		assertThat(address.superuser()).isEqualTo("root");
		assertThat(address.password()).isEqualTo("p&w");
		assertThat(address.database()).isEqualTo("admin");
		assertThat(address.url("mine")).isEqualTo("jdbc:postgresql://db.example:5433/mine?sslmode=require");
	}

	@Test
	void aUrlWithoutUserIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Address.parse("jdbc:postgresql://db.example/admin"))
			.withMessageContaining("BLUEGREEN_TEST_URL must be");
	}

	@Test
	void anotherDatabasesUrlIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Address.parse("jdbc:mysql://db.example/admin?user=me"));
	}

}
