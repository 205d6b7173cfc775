package io.bluegreen.payments.problem;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

import io.bluegreen.failure.ServerError;

/**
 * Turns every exception into a problem (RFC 9457). What went wrong inside is logged, once
 * and without values, and not told.
 */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

	private static final Log logger = LogFactory.getLog(ProblemAdvice.class);

	@Override
	protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		ProblemDetail problem = Refusal.problem(HttpStatus.BAD_REQUEST, "unreadable", reason(ex.getCause()));
		return handleExceptionInternal(ex, problem, headers, status, request);
	}

	/** A parser's own words quote what it has read, which may be a card's number. */
	private static String reason(@Nullable Throwable cause) {
		if (cause instanceof UnrecognizedPropertyException) {
			return "The body has a field that nobody knows.";
		}
		if (cause instanceof DatabindException mismatch && !mismatch.getPath().isEmpty()) {
			JacksonException.Reference place = mismatch.getPath().get(mismatch.getPath().size() - 1);
			return "The field %s is not of its type.".formatted(place.getPropertyName());
		}
		return "The body is no JSON of the form that is asked for.";
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> handle(InvalidParameterException ex) {
		return answer(HttpStatus.BAD_REQUEST, "unreadable", "The query is not of the form that is asked for.");
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> handle(DataAccessException ex) {
		return database(ex);
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> handle(TransactionException ex) {
		return database(ex);
	}

	/** What may pass is worth another try. */
	private static ResponseEntity<ProblemDetail> database(RuntimeException ex) {
		ServerError error = ServerError.of(ex);
		logger.error("the database failed: " + error.sentence());
		if (!error.isTransient()) {
			return answer(HttpStatus.INTERNAL_SERVER_ERROR, "internal", "Something failed inside.");
		}
		return answer(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", "The payments cannot be reached. Try again.");
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> handle(RuntimeException ex) {
		logger.error("a request failed", ex);
		return answer(HttpStatus.INTERNAL_SERVER_ERROR, "internal", "Something failed inside.");
	}

	private static ResponseEntity<ProblemDetail> answer(HttpStatus status, String type, String detail) {
		ResponseEntity.BodyBuilder answer = ResponseEntity.status(status);
		if (status == HttpStatus.SERVICE_UNAVAILABLE) {
			answer.header(HttpHeaders.RETRY_AFTER, "1");
		}
		return answer.body(Refusal.problem(status, type, detail));
	}

}
