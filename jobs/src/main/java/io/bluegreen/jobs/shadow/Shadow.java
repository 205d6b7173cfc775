package io.bluegreen.jobs.shadow;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.bluegreen.failure.StopSignal;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.topology.Databases;

/**
 * Reads the same of two services, and compares what they answer. Both are asked at the
 * same moment; what differs is looked at again, in case it was being written.
 */
public class Shadow {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final List<Duration> PAUSES = List.of(Duration.ofMillis(300), Duration.ofSeconds(1));

	/** Of those that were asked, so many must have been compared. */
	private static final double ENOUGH = 0.9;

	private static final int SHOWN = 20;

	private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

	private final Databases databases;

	private final StopSignal stopSignal;

	Shadow(Databases databases, StopSignal stopSignal) {
		this.databases = databases;
		this.stopSignal = stopSignal;
	}

	/** Asks both services. */
	public ShadowAnswer compare(ShadowPlan plan, Mapping mapping) {
		long end = System.nanoTime() + plan.duration().toNanos();
		Duration pause = Duration.ofNanos(Duration.ofSeconds(1).toNanos() / plan.rate());
		List<String> paths = new SampledPaths(this.databases, mapping).take(plan.path(), plan.sample());
		Tally tally = new Tally();
		for (String path : paths) {
			if (System.nanoTime() - end > 0 || this.stopSignal.pause(pause)) {
				break;
			}
			tally.add(path, differences(plan, path));
		}
		this.stopSignal.check();
		return tally.answer();
	}

	/** Null where one of them has failed. */
	private @Nullable Set<String> differences(ShadowPlan plan, String path) {
		@Nullable Set<String> seen = look(plan, path);
		for (Duration pause : PAUSES) {
			if (seen == null || seen.isEmpty() || this.stopSignal.pause(pause)) {
				break;
			}
			seen = look(plan, path);
		}
		return seen;
	}

	private @Nullable Set<String> look(ShadowPlan plan, String path) {
		CompletableFuture<@Nullable HttpResponse<String>> active = ask(plan.active(), path);
		CompletableFuture<@Nullable HttpResponse<String>> preview = ask(plan.preview(), path);
		@Nullable Reply one = Reply.of(active.join());
		@Nullable Reply other = Reply.of(preview.join());
		return (one == null || other == null) ? null : one.differences(other, plan.ignored());
	}

	private CompletableFuture<@Nullable HttpResponse<String>> ask(URI service, String path) {
		URI uri = URI.create(service.toString().replaceFirst("/+$", "") + path);
		return this.client
			.sendAsync(HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString())
			.handle((response, failure) -> response);
	}

	/** What was seen so far. */
	private static final class Tally {

		private final TreeMap<String, Integer> fields = new TreeMap<>();

		private final List<String> paths = new ArrayList<>();

		private int asked;

		private int matching;

		private int differing;

		void add(String path, @Nullable Set<String> differences) {
			this.asked++;
			if (differences == null) {
				return;
			}
			if (differences.isEmpty()) {
				this.matching++;
				return;
			}
			this.differing++;
			differences.forEach((field) -> this.fields.merge(field, 1, Integer::sum));
			if (this.paths.size() < SHOWN) {
				this.paths.add(path);
			}
		}

		ShadowAnswer answer() {
			int compared = this.matching + this.differing;
			boolean enough = compared > 0 && compared >= ENOUGH * this.asked;
			return new ShadowAnswer((this.differing > 0) ? "DIFFER" : enough ? "MATCH" : "INCOMPLETE", this.asked,
					this.matching, this.differing, this.asked - compared, this.fields, this.paths);
		}

	}

}
