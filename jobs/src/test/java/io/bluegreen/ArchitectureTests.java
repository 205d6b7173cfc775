package io.bluegreen;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Data flow one way: no two packages need each other, and the engine knows no job.
 */
@Tag("fast")
class ArchitectureTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.bluegreen");

	@Test
	void packagesAreFreeOfCycles() {
		SlicesRuleDefinition.slices().matching("io.bluegreen.(**)").should().beFreeOfCycles().check(CLASSES);
	}

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
