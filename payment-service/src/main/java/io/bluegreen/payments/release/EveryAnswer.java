package io.bluegreen.payments.release;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

import io.bluegreen.dualwrite.Release;

/**
 * Says on every answer which version of the service gave it, and that nobody keeps it.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class EveryAnswer extends OncePerRequestFilter {

	private final String version;

	EveryAnswer(Release release) {
		String build = EveryAnswer.class.getPackage().getImplementationVersion();
		this.version = release.version() + " " + ((build == null) ? "unpackaged" : build);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		response.setHeader("X-Service-Version", this.version);
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		response.setHeader("X-Content-Type-Options", "nosniff");
		chain.doFilter(request, response);
	}

}
