package io.bluegreen.payments.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What goes wrong before or after a handler: a body that is too large, a filter.
 */
@RestController
class ProblemPage implements ErrorController {

	@RequestMapping("/error")
	ResponseEntity<ProblemDetail> error(HttpServletRequest request) {
		@Nullable Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
		HttpStatus status = (code == null) ? HttpStatus.NOT_FOUND : HttpStatus.valueOf((Integer) code);
		return ResponseEntity.status(status).body(ProblemDetail.forStatus(status));
	}

}
