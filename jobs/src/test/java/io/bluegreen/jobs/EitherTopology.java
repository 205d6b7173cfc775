package io.bluegreen.jobs;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

import io.bluegreen.testing.legacy.Where;

/**
 * A test of what holds with Blue and Green in one database as in two. Usually it runs in
 * one of the two, by its name; with {@code -D}{@value Choice#TOPOLOGY}{@code =other}, as
 * CI does after that, in the other one; with {@code =both} in both.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@ArgumentsSource(EitherTopology.Choice.class)
@Tag("either-topology")
public @interface EitherTopology {

	/** Chooses by the test's name. */
	final class Choice implements ArgumentsProvider {

		static final String TOPOLOGY = "bluegreen.topology";

		@Override
		public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
			boolean odd = context.getRequiredTestMethod().getName().hashCode() % 2 != 0;
			return switch (System.getProperty(TOPOLOGY, "usual")) {
				case "usual" -> Stream.of(Arguments.of(where(odd)));
				case "other" -> Stream.of(Arguments.of(where(!odd)));
				case "both" -> Stream.of(Arguments.of(where(true)), Arguments.of(where(false)));
				default -> throw new IllegalArgumentException(TOPOLOGY + " is usual, other or both");
			};
		}

		private static Where where(boolean two) {
			return two ? Where.TWO_DATABASES : Where.ONE_DATABASE;
		}

	}

}
