package io.bluegreen.manifests.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

import io.bluegreen.manifests.Folder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs Jobs to their end, one after the other, with the settings of the local overlay.
 *
 * @param url of the database
 * @param directory for their pods
 * @param pods that were started, the last one last
 */
record Jobs(String url, Path directory, List<Container> pods) implements AutoCloseable {

	Jobs(String url, Path directory) {
		this(url, directory, new ArrayList<>());
	}

	JobEnd run(JsonNode job) {
		Cluster cluster = new Cluster(new Folder("k8s-jobs/overlays/local").resources(), Map.of("BLUEGREEN_BLUE_URL",
				this.url, "BLUEGREEN_METRICS_PUSHGATEWAY", "http://127.0.0.1:1", "BLUEGREEN_CHUNK_ROWS", "50"));
		boolean indexed = job.path("completionMode").asText().equals("Indexed");
		return JobController.run(job, (index) -> start(cluster, job.path("template"),
				indexed ? Map.of("JOB_COMPLETION_INDEX", String.valueOf(index)) : Map.of()));
	}

	private Container start(Cluster cluster, JsonNode template, Map<String, String> more) {
		try {
			Container pod = Container.start(cluster, template, more, Files.createTempDirectory(this.directory, "pod"));
			this.pods.add(pod);
			return pod;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void complete(JsonNode job) {
		JobEnd end = run(job);
		assertThat(end.condition()).as("%s: %s", end, log()).isEqualTo("Complete");
	}

	/** Runs one whose only pod ends with a code that no retry helps. */
	JobEnd fail(JsonNode job, int exitCode) {
		JobEnd end = run(job);
		assertThat(end.exitCodes()).as("%s: %s", end, log()).containsExactly(exitCode);
		assertThat(end.condition()).isEqualTo("PodFailurePolicy");
		return end;
	}

	/** What the last pod printed. */
	String log() {
		return this.pods.get(this.pods.size() - 1).log();
	}

	@Override
	public void close() {
		this.pods.forEach(Container::delete);
	}

}
