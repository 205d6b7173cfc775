package io.bluegreen.jobs.settings;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A JDBC URL as somebody has written it, to be looked at before the driver sees it: that
 * one logs a broken URL with all that is in it.
 */
record DatabaseUrl(String text) {

	private static final String SHAPE = "jdbc:postgresql://HOST:PORT/DATABASE";

	private static final Pattern URL = Pattern
		.compile("jdbc:postgresql:(?://(?<hosts>[^/?]*)/?(?<database>[^?]*)|(?<local>[^/?]*))(?<query>\\?.*)?");

	/** IPv6 stands in brackets. */
	private static final Pattern HOST = Pattern.compile("(?:\\[[^\\[\\]]*\\]|[^:\\[\\]@]*)(?::(?<port>\\d{1,5}))?");

	private static final String WAY_OUT = " say it under `password`, or mount a file bluegreen.blue.password or bluegreen.green.password and name its folder in spring.config.import as configtree:FOLDER/";

	/**
	 * What is wrong with it, and the way out, in words that quote nothing of it.
	 */
	Optional<String> complaint() {
		if (parameters().anyMatch((parameter) -> name(parameter).equals("password"))) {
			return Optional.of("has a password in it, which others get to see:" + WAY_OUT);
		}
		if (isWithLogin()) {
			return Optional.of("has a login in it, which is no part of a JDBC URL: say the role under `username`;"
					+ WAY_OUT.replace(" say it", " say its password"));
		}
		Matcher parts = URL.matcher(this.text);
		if (!parts.matches()) {
			return Optional.of("is no JDBC URL of PostgreSQL, which looks like " + SHAPE);
		}
		if (!areHosts(parts)) {
			return Optional.of("has a port that is no number from 1 to 65535: a URL looks like " + SHAPE);
		}
		boolean named = !Objects.requireNonNullElse(parts.group("database"), parts.group("local")).isBlank();
		if (!named && parameters().map(DatabaseUrl::name).noneMatch((name) -> name.matches("service|pgdbname"))) {
			return Optional.of("names no database: a URL looks like " + SHAPE);
		}
		if (decoded(this.text).isEmpty()) {
			return Optional.of("has a % that begins no two hexadecimal digits: write %25 for the sign itself");
		}
		return Optional.empty();
	}

	/**
	 * A role's name may hold the sign, where it is a parameter of a URL that is right.
	 */
	private boolean isWithLogin() {
		Matcher parts = URL.matcher(this.text);
		return withoutParameters().contains("@") || (this.text.contains("@") && !(parts.matches() && areHosts(parts)));
	}

	private static boolean areHosts(Matcher parts) {
		return Arrays.stream(Objects.requireNonNullElse(parts.group("hosts"), "").split(","))
			.allMatch(DatabaseUrl::isHost);
	}

	private static boolean isHost(String host) {
		Matcher parts = HOST.matcher(host);
		if (!parts.matches()) {
			return false;
		}
		int port = Integer.parseInt(Objects.requireNonNullElse(parts.group("port"), "5432"));
		return port >= 1 && port <= 65535;
	}

	private String withoutParameters() {
		return this.text.split("\\?", 2)[0];
	}

	private Stream<String> parameters() {
		String[] halves = this.text.split("\\?", 2);
		return (halves.length == 1) ? Stream.of() : Arrays.stream(halves[1].split("&"));
	}

	private static String name(String parameter) {
		String name = parameter.split("=", 2)[0];
		return decoded(name).orElse(name).toLowerCase(Locale.ROOT);
	}

	private static Optional<String> decoded(String text) {
		try {
			return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Without secrets. What follows one is left out, since a secret may hold an
	 * ampersand.
	 */
	@Override
	public String toString() {
		StringBuilder masked = new StringBuilder(withoutParameters());
		char before = '?';
		for (String parameter : parameters().toList()) {
			masked.append(before);
			before = '&';
			if (name(parameter).matches(".*(password|secret|token).*")) {
				masked.append(parameter.split("=", 2)[0]).append("=***");
				break;
			}
			masked.append(parameter);
		}
		return isWithLogin() ? masked.toString().replaceFirst("^((?:[^/@]*//)?).*@", "$1***@") : masked.toString();
	}

}
