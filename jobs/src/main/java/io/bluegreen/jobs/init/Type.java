package io.bluegreen.jobs.init;

import java.util.List;

/**
 * A column's type. A domain counts as the type below it.
 *
 * @param written as a cast names it, modifier included; the domain, where it is one
 * @param plain the type below the domain without its modifier
 * @param modifier {@code atttypmod} of that type; -1: none
 * @param constrained whether a domain may refuse values
 * @param labels of an enum, in their order; empty for any other type
 */
record Type(String written, String plain, int modifier, boolean constrained, List<String> labels) {

	boolean isEnum() {
		return !this.labels.isEmpty();
	}

	boolean isArray() {
		return this.plain.endsWith("[]");
	}

	/** The type of an array's elements, or this type. */
	String element() {
		return isArray() ? this.plain.substring(0, this.plain.length() - 2) : this.plain;
	}

}
