package io.bluegreen.jobs.cli;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import io.bluegreen.jobs.metrics.Meters;
import io.bluegreen.jobs.metrics.Publication;
import io.bluegreen.jobs.metrics.Publications;
import io.bluegreen.jobs.work.WorkListener;

/**
 * A command whose meters somebody may read.
 */
abstract class WorkCommand extends TableCommand {

	@Spec
	@Nullable CommandSpec spec;

	private Optional<Meters> meters = Optional.empty();

	abstract ExitCode work(ConfigurableApplicationContext context);

	@Override
	final ExitCode run(ConfigurableApplicationContext context) {
		Optional<Publication> publication = context.getBean(Publications.class)
			.of(Objects.requireNonNull(this.spec).name());
		if (publication.isEmpty()) {
			return work(context);
		}
		try (Publication published = publication.get()) {
			return published(context, published);
		}
	}

	private ExitCode published(ConfigurableApplicationContext context, Publication publication) {
		this.meters = Optional.of(publication.meters());
		try {
			ExitCode code = work(context);
			publication.ended(code.code());
			return code;
		}
		catch (RuntimeException ex) {
			publication.ended(Explanation.of(ex).code().code());
			throw ex;
		}
	}

	/** Tells the meters, if somebody reads them. */
	final void tell(Consumer<Meters> news) {
		this.meters.ifPresent(news);
	}

	/** Who is told what happens to the work: a display, and the meters. */
	final WorkListener listener(ProgressDisplay display) {
		return (event) -> {
			display.on(event);
			tell((meters) -> meters.on(event));
		};
	}

}
