package io.bluegreen.testing.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

/**
 * A test of the classes that a module sees: its own, and those of the modules below it.
 */
public interface FreeOfCycles {

	/** This project's, without tests. */
	JavaClasses CLASSES = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.bluegreen");

	/** Data flow one way: no two packages need each other. */
	@Test
	default void packagesAreFreeOfCycles() {
		SlicesRuleDefinition.slices().matching("io.bluegreen.(**)").should().beFreeOfCycles().check(CLASSES);
	}

}
