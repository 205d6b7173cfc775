package io.bluegreen.jobs.cli;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.bluegreen.failure.RefusedException;
import io.bluegreen.jobs.preflight.Preflight;
import io.bluegreen.jobs.shadow.Shadow;
import io.bluegreen.jobs.shadow.ShadowAnswer;
import io.bluegreen.jobs.shadow.ShadowPlan;

/**
 * {@code bluegreen shadow}.
 */
@Command(name = "shadow",
		description = "Reads rows of a table through two services, and compares status, Content-Type, ETag and JSON body.",
		footer = "Exit codes: 0 they answer alike; 3 they differ; 4 too little could be compared.")
class ShadowCommand extends DatabaseCommand {

	@Parameters(paramLabel = "TABLE", arity = "0..1", description = "whose rows (default: payments)")
	String table = "payments";

	@Option(names = "--active", paramLabel = "URL", required = true, description = "the service that has the traffic")
	URI active = URI.create("");

	@Option(names = "--preview", paramLabel = "URL", required = true, description = "the one that is to have it")
	URI preview = URI.create("");

	@Option(names = "--sample", paramLabel = "N", converter = Limit.class,
			description = "rows, chosen at random (default: 200)")
	Integer sample = 200;

	@Option(names = "--rate", paramLabel = "N", converter = Limit.class,
			description = "requests in a second, of each service (default: 20)")
	Integer rate = 20;

	@Option(names = "--duration", paramLabel = "DURATION", converter = DurationOption.class,
			description = "at most so long (default: 60s)")
	String duration = "60s";

	@Option(names = "--path", paramLabel = "PATH",
			description = "with key columns in braces (default: /payments/{payment_id})")
	String path = "/payments/{payment_id}";

	@Option(names = "--ignore", paramLabel = "FIELD", split = ",",
			description = "fields of the body that may differ: a.b, list[].c")
	Set<String> ignored = Set.of();

	@Override
	List<String> named() {
		return List.of(this.table);
	}

	@Override
	ExitCode run(ConfigurableApplicationContext context) {
		requireHttp("--active", this.active);
		requireHttp("--preview", this.preview);
		ShadowPlan plan = new ShadowPlan(this.active, this.preview, this.sample, this.rate,
				DurationStyle.detectAndParse(this.duration), this.path, this.ignored);
		ShadowAnswer answer = context.getBean(Shadow.class)
			.compare(plan, context.getBean(Preflight.class).check(named()).get(0));
		output().answer(answer, text(answer));
		return switch (answer.answer()) {
			case "MATCH" -> ExitCode.DONE;
			case "DIFFER" -> ExitCode.DIFFER;
			default -> ExitCode.INCOMPLETE;
		};
	}

	private static void requireHttp(String option, URI uri) {
		if (uri.getHost() == null || !Set.of("http", "https").contains(String.valueOf(uri.getScheme()))) {
			throw new RefusedException("%s: %s is no address of a service".formatted(option, uri),
					"name it as http://HOST:PORT");
		}
	}

	private static String text(ShadowAnswer answer) {
		String summary = "%s, %,d keys asked, %,d matching, %,d differing, %,d not answered".formatted(answer.answer(),
				answer.asked(), answer.matching(), answer.differing(), answer.failed());
		if (answer.differing() == 0) {
			return summary;
		}
		return summary + answer.fields()
			.entrySet()
			.stream()
			.map((field) -> "\n  %s: %,d".formatted(field.getKey(), field.getValue()))
			.collect(Collectors.joining()) + "\n  such as " + answer.paths().get(0);
	}

}
