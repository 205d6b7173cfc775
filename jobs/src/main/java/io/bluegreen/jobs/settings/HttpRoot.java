package io.bluegreen.jobs.settings;

import java.net.URI;
import java.net.URISyntaxException;

import org.jspecify.annotations.Nullable;

/**
 * The url of a server that is asked over HTTP, without secrets.
 */
final class HttpRoot {

	/** What such a url looks like. */
	static final String FORM = "http://HOST:PORT, without a login or parameters";

	private HttpRoot() {
	}

	static boolean is(String url) {
		try {
			URI uri = new URI(url);
			return String.valueOf(uri.getScheme()).matches("https?") && uri.getHost() != null
					&& uri.getUserInfo() == null && uri.getQuery() == null;
		}
		catch (URISyntaxException ex) {
			return false;
		}
	}

	/** A url that is none, without what may be a secret. */
	static String masked(@Nullable String url) {
		return String.valueOf(url).replaceFirst("//.*@", "//***@").replaceFirst("[?].*", "");
	}

}
