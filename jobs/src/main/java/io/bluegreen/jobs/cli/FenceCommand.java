package io.bluegreen.jobs.cli;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.bluegreen.failure.RefusedException;
import io.bluegreen.jobs.fence.Fence;

/**
 * {@code bluegreen fence}.
 */
@Command(name = "fence",
		description = "Shuts out services of a lower generation: Green refuses their dual writes from then on. The jobs are not concerned.")
class FenceCommand extends DatabaseCommand {

	@Option(names = "--generation", paramLabel = "N", required = true,
			description = "the lowest BLUEGREEN_GENERATION that may still write; it is never lowered again")
	long generation;

	@Option(names = "--wait", paramLabel = "DURATION", converter = DurationOption.class,
			description = "for applies that are open (default: 60s)")
	@Nullable String wait;

	@Override
	void override(Map<String, @Nullable Object> settings) {
		settings.put("bluegreen.wait", this.wait);
	}

	@Override
	ExitCode run(ConfigurableApplicationContext context) {
		if (this.generation < 0) {
			throw new RefusedException("--generation: %d makes no sense".formatted(this.generation),
					"name a whole number, 0 or more");
		}
		Fence.Answer answer = context.getBean(Fence.class).raise(this.generation);
		output().answer(answer,
				(answer.before() == answer.fence()) ? "nothing to do: the fence stands at " + answer.fence()
						: "the fence stands at %d, it was at %d: no lower generation writes Green any more"
							.formatted(answer.fence(), answer.before()));
		return ExitCode.DONE;
	}

}
