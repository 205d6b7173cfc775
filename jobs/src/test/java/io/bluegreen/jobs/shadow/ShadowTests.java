package io.bluegreen.jobs.shadow;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Sql;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

class ShadowTests {

	private static final String BODY = "{\"path\": \"%s\", \"lines\": [{\"note\": \"same\"}]}";

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(LegacyDatabase::create);

	@TempDir
	Path directory;

	/** A service that answers with what a function makes of the path. */
	private static HttpServer service(UnaryOperator<String> body) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			String answer = body.apply(exchange.getRequestURI().getPath());
			byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(answer.isEmpty() ? 500 : 200, bytes.length);
			exchange.getResponseBody().write(bytes);
			exchange.close();
		});
		server.start();
		return server;
	}

	private static String url(HttpServer server) {
		return "http://127.0.0.1:" + server.getAddress().getPort();
	}

	@Test
	void twoServicesAreToldApartByWhatTheyAnswerForTheSameRows() throws Exception {
		Sql sql = new Sql(this.fresh.database());
		sql.fill(20);
		Program program = new Program(this.fresh.database(), this.directory);
		assertThat(program.runAsOwner("migrate").code()).isZero();
		ConcurrentHashMap<String, Integer> seen = new ConcurrentHashMap<>();
		HttpServer active = service(BODY::formatted);
		HttpServer late = service((path) -> BODY.formatted(path)
			.replace("same", (seen.merge(path, 1, Integer::sum) == 1) ? "not yet" : "same"));
		HttpServer other = service(
				(path) -> BODY.formatted(path).replace("same", path.startsWith("/payments/-") ? "other" : "same"));
		HttpServer down = service((path) -> "");
		try {
			String[] ask = { "shadow", "--active=" + url(active), "--rate=200", "--sample=10" };
			Program.Outcome same = program.run(with(ask, "--preview=" + url(late)));
			assertThat(same.code()).as(same.err()).isZero();
			assertThat(same.out()).startsWith("MATCH, 10 keys asked, 10 matching");
			assertThat(seen).hasSize(10).allSatisfy((path, times) -> assertThat(times).isEqualTo(2));
			Program.Outcome differing = program.run("shadow", "--active=" + url(active), "--preview=" + url(other),
					"--rate=200", "--output=json");
			assertThat(differing.code()).isEqualTo(3);
			assertThat(differing.json().get("fields")).isEqualTo(JsonMapper.shared().readTree("{\"lines[].note\": 3}"));
			assertThat(differing.json().get("matching").asInt()).isEqualTo(17);
			assertThat(program.run(with(ask, "--preview=" + url(other), "--ignore=lines[].note")).code()).isZero();
			assertThat(program.run(with(ask, "--preview=" + url(down))).code()).isEqualTo(4);
			Program.Outcome unknown = program.run(with(ask, "--preview=" + url(other), "--path=/payments/{id}"));
			assertThat(unknown.code()).isEqualTo(2);
			assertThat(unknown.err()).contains("{id} is no key column of payments", "payment_id");
			assertThat(program.run(with(ask, "--preview=nowhere")).code()).isEqualTo(2);
		}
		finally {
			active.stop(0);
			late.stop(0);
			other.stop(0);
			down.stop(0);
		}
	}

	private static String[] with(String[] command, String... more) {
		String[] all = Arrays.copyOf(command, command.length + more.length);
		System.arraycopy(more, 0, all, command.length, more.length);
		return all;
	}

}
