package io.bluegreen;

import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.bluegreen.testing.architecture.FreeOfCycles;

/**
 * Of all modules but the payment service, which nothing needs.
 */
@Tag("fast")
class ArchitectureTests implements FreeOfCycles {

	@Test
	void engineKnowsNoJob() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackage("io.bluegreen.jobs..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.bluegreen.jobs..")
			.check(CLASSES);
	}

}
