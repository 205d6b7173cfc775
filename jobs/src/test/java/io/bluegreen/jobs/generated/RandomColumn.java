package io.bluegreen.jobs.generated;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.bluegreen.testing.legacy.Where;

/**
 * A column of a generated table.
 *
 * @param inBlue its name there, not quoted
 * @param inGreen its name there, not quoted
 * @param notNull on both sides; a column of the key is so anyway
 * @param blueClause what follows the type in Blue: collation, identity
 * @param greenClause what follows the type in Green
 * @param computed null: written; else an expression over {@code base}, with {@code %s}
 * for its name
 * @param base the column that this one is computed from
 * @param computedIn which sides compute it
 */
record RandomColumn(String inBlue, String inGreen, Type type, boolean notNull, String blueClause, String greenClause,
		@Nullable String computed, @Nullable RandomColumn base, ComputedIn computedIn) {

	/** Where a column is GENERATED ALWAYS AS .. STORED. */
	enum ComputedIn {

		NEITHER, BLUE, GREEN, BOTH

	}

	static RandomColumn plain(String inBlue, String inGreen, Type type, boolean notNull, String blueClause,
			String greenClause) {
		return new RandomColumn(inBlue, inGreen, type, notNull, blueClause, greenClause, null, null,
				ComputedIn.NEITHER);
	}

	boolean isWritten() {
		return this.computed == null;
	}

	/** Whether only the view computes it on Blue's side. */
	boolean isOnlyInGreen() {
		return this.computedIn == ComputedIn.GREEN;
	}

	boolean isIdentity() {
		return this.blueClause.contains("IDENTITY") || this.greenClause.contains("IDENTITY");
	}

	String blueDefinition() {
		boolean generated = this.computedIn == ComputedIn.BLUE || this.computedIn == ComputedIn.BOTH;
		return definition(this.inBlue, this.type.blue(), this.blueClause, generated, true);
	}

	String greenDefinition() {
		boolean generated = this.computedIn == ComputedIn.GREEN || this.computedIn == ComputedIn.BOTH;
		return definition(this.inGreen, this.type.green(), this.greenClause, generated, false);
	}

	/** What the view of Blue shows under Green's name. */
	String shown(Where where) {
		String value = isOnlyInGreen() ? "(" + expression(true) + ")" : Names.quoted(this.inBlue);
		boolean cast = where == Where.ONE_DATABASE && this.type.isOwn();
		return value + (cast ? "::text::" + this.type.green() : "") + " AS " + Names.quoted(this.inGreen);
	}

	/** A literal of this column's type in Green. */
	String literal(@Nullable String value) {
		return ((value == null) ? "NULL" : Names.literal(value)) + "::" + this.type.green();
	}

	private String definition(String name, String typeName, String clause, boolean generated, boolean blue) {
		return Names.quoted(name) + " " + typeName + " " + clause + (this.notNull ? " NOT NULL" : "")
				+ (generated ? " GENERATED ALWAYS AS (" + expression(blue) + ") STORED" : "");
	}

	private String expression(boolean blue) {
		RandomColumn from = Objects.requireNonNull(this.base);
		String name = Names.quoted(blue ? from.inBlue() : from.inGreen());
		return Objects.requireNonNull(this.computed).replace("%s", name);
	}

}
