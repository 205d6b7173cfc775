package io.bluegreen.manifests.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;

import io.bluegreen.manifests.Resource;

/**
 * The one container of a pod, as a process.
 */
final class Container implements Pod {

	private static final Isolation ISOLATION = Isolation.best();

	/** What the kubelet takes of a log. */
	private static final int MESSAGE = 2048;

	private final Path directory;

	private final Process process;

	private final CompletableFuture<PodEnd> end;

	private volatile boolean evicted;

	private Container(Path directory, Process process) {
		this.directory = directory;
		this.process = process;
		this.end = process.onExit()
			.thenApply((ended) -> new PodEnd(ended.exitValue(), this.evicted, message(ended.exitValue())));
	}

	/**
	 * Starts it.
	 * @param template of the pod
	 * @param more variables, such as the index
	 * @param directory of its own, which is empty
	 */
	static Container start(Cluster cluster, JsonNode template, Map<String, String> more, Path directory) {
		JsonNode pod = template.path("spec");
		JsonNode container = pod.at("/containers/0");
		List<String> command = new ArrayList<>(Resource.texts(container.path("command")));
		command.addAll(Resource.texts(container.path("args")));
		JsonNode user = pod.path("securityContext");
		try {
			Volumes volumes = new Volumes(Files.createDirectory(directory.resolve("root")),
					user.path("fsGroup").asInt());
			volumes.mount(cluster, pod);
			Files.setPosixFilePermissions(Files.createFile(directory.resolve("termination-log")),
					PosixFilePermissions.fromString("rw-rw-rw-"));
			ProcessBuilder builder = new ProcessBuilder(ISOLATION.line(directory,
					user.path("runAsUser").asText() + ":" + user.path("runAsGroup").asText(), command))
				.directory(volumes.root().toFile())
				.redirectErrorStream(true)
				.redirectOutput(directory.resolve("log").toFile());
			builder.environment().keySet().retainAll(List.of("PATH", "JAVA_HOME"));
			builder.environment().putAll(cluster.environmentOf(container));
			builder.environment().putAll(more);
			if (ISOLATION == Isolation.NONE) {
				builder.environment().replaceAll((name, value) -> volumes.outside(value));
			}
			return new Container(directory, builder.start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** As a node that dies, or runs out of memory. */
	void kill() {
		this.process.destroyForcibly();
	}

	/** As a node that is drained. */
	void evict() {
		this.evicted = true;
		this.process.destroy();
	}

	@Override
	public CompletableFuture<PodEnd> end() {
		return this.end;
	}

	@Override
	public void delete() {
		this.process.destroyForcibly().onExit().join();
	}

	/** What it printed. */
	String log() {
		return read("log");
	}

	/**
	 * The termination log, else, as FallbackToLogsOnError says, the end of what it
	 * printed.
	 */
	private String message(int exitCode) {
		String message = read("termination-log");
		if (!message.isEmpty() || exitCode == 0) {
			return message;
		}
		String log = log();
		return log.substring(Math.max(0, log.length() - MESSAGE));
	}

	private String read(String file) {
		try {
			return Files.readString(this.directory.resolve(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
