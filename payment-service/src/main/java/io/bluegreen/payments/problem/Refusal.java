package io.bluegreen.payments.problem;

import java.net.URI;
import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * A request that is not carried out, and why: what its caller sees.
 */
public final class Refusal extends ErrorResponseException {

	private static final long serialVersionUID = 1L;

	private Refusal(HttpStatus status, ProblemDetail problem) {
		super(status, problem, null);
	}

	/**
	 * A refusal.
	 * @param type tells refusals of the same status apart
	 * @param detail a sentence for people
	 */
	public static Refusal of(HttpStatus status, String type, String detail) {
		return new Refusal(status, problem(status, type, detail));
	}

	/**
	 * A request with fields that make no sense.
	 * @param errors each names a field and what is wrong with it
	 */
	public static Refusal ofFields(List<FieldError> errors) {
		ProblemDetail problem = problem(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-field",
				"Some fields of the request make no sense.");
		problem.setProperty("errors", errors);
		return new Refusal(HttpStatus.UNPROCESSABLE_CONTENT, problem);
	}

	/** The same, for one field. */
	public static Refusal ofField(String field, String detail) {
		return ofFields(List.of(new FieldError(field, detail)));
	}

	static ProblemDetail problem(HttpStatus status, String type, String detail) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
		problem.setType(URI.create("urn:problem:" + type));
		return problem;
	}

	/**
	 * What is wrong with a field.
	 *
	 * @param field its name
	 * @param detail a sentence without its value
	 */
	public record FieldError(String field, String detail) {
	}

}
