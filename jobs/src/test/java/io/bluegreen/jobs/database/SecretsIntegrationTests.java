package io.bluegreen.jobs.database;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.bluegreen.failure.StopSignal;
import io.bluegreen.jobs.cli.RootCommand;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that lets the role in over TLS alone, and only with its password.
 */
class SecretsIntegrationTests {

	private static final char[] STORE_PASSWORD = "changeit".toCharArray();

	@TempDir
	static Path directory;

	private static @Nullable EmbeddedPostgres server;

	@BeforeAll
	static void start() throws Exception {
		certificate("server");
		certificate("stranger");
		Path access = directory.resolve("pg_hba.conf");
		Files.writeString(access, """
				host    all postgres  127.0.0.1/32 trust
				hostssl all shop_jobs 127.0.0.1/32 scram-sha-256
				""");
		server = EmbeddedPostgres.builder()
			.setServerConfig("hba_file", access.toString())
			.setServerConfig("ssl", "on")
			.setServerConfig("ssl_cert_file", directory.resolve("server.pem").toString())
			.setServerConfig("ssl_key_file", directory.resolve("server.key").toString())
			.start();
		try (Connection superuser = server.getPostgresDatabase().getConnection();
				Statement statement = superuser.createStatement()) {
			statement.execute("CREATE ROLE shop_jobs LOGIN PASSWORD 'a ''b: #c'");
			statement.execute("CREATE TABLE orders (id int PRIMARY KEY)");
		}
	}

	@AfterAll
	static void stop() throws Exception {
		if (server != null) {
			server.close();
		}
	}

	@Test
	void passwordComesFromAFileAndTheServerIsKnownByItsCertificate() throws Exception {
		assertThat(init("sslmode=verify-full&sslrootcert=" + directory.resolve("server.pem"), "a 'b: #c"))
			.isEqualTo("0 ");
	}

	@Test
	void serverWithAnotherCertificateIsNotTrusted() throws Exception {
		assertThat(init("sslmode=verify-full&sslrootcert=" + directory.resolve("stranger.pem"), "a 'b: #c"))
			.startsWith("1 bluegreen init: cannot reach the database");
	}

	@Test
	void certificateThatIsNotThereIsRefused() throws Exception {
		assertThat(init("sslmode=verify-full&sslrootcert=" + directory.resolve("nonesuch.pem"), "a 'b: #c"))
			.startsWith("2 bluegreen init: ")
			.contains("nonesuch.pem", "check url under bluegreen.blue");
	}

	@Test
	void certificateThatIsNoneIsRefused() throws Exception {
		Path none = Files.writeString(directory.resolve("none.pem"), "no certificate");
		assertThat(init("sslmode=verify-full&sslrootcert=" + none, "a 'b: #c")).startsWith("2 bluegreen init: ")
			.contains("none.pem");
	}

	@Test
	void wrongPasswordIsRefused() throws Exception {
		assertThat(init("sslmode=verify-full&sslrootcert=" + directory.resolve("server.pem"), "wrong"))
			.startsWith("2 bluegreen init: the database refuses this login");
	}

	/** Exit code and what went wrong. */
	private static String init(String parameters, String password) throws Exception {
		Path secrets = Files.createTempDirectory(directory, "secrets");
		Files.writeString(secrets.resolve("bluegreen.blue.username"), "shop_jobs\n");
		Files.writeString(secrets.resolve("bluegreen.blue.password"), password + "\n");
		Path config = secrets.resolveSibling(secrets.getFileName() + ".yml");
		Files.writeString(config, """
				spring: {config: {import: "configtree:%s/"}}
				bluegreen: {blue: {url: "jdbc:postgresql://127.0.0.1:%d/postgres?%s"}}
				""".formatted(secrets, Objects.requireNonNull(server).getPort(), parameters));
		PrintStream out = System.out;
		PrintStream err = System.err;
		ByteArrayOutputStream said = new ByteArrayOutputStream();
		try {
			System.setOut(new PrintStream(OutputStream.nullOutputStream()));
			System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
			int code = RootCommand.run(new StopSignal(), "init", "orders", "orders", "--config=" + config);
			String words = said.toString(StandardCharsets.UTF_8);
			int failure = words.indexOf("bluegreen init: ");
			return code + " " + ((failure < 0) ? "" : words.substring(failure));
		}
		finally {
			System.setOut(out);
			System.setErr(err);
		}
	}

	/** A certificate that vouches for itself, and its key, as PEM. */
	private static void certificate(String name) throws Exception {
		Path store = directory.resolve(name + ".p12");
		Process keytool = new ProcessBuilder(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias",
						"own", "-keyalg", "RSA", "-dname", "CN=" + name, "-ext", "san=ip:127.0.0.1", "-storetype",
						"PKCS12", "-keystore", store.toString(), "-storepass", new String(STORE_PASSWORD)))
			.inheritIO()
			.start();
		assertThat(keytool.waitFor()).isZero();
		KeyStore opened = KeyStore.getInstance(store.toFile(), STORE_PASSWORD);
		pem(name + ".pem", "CERTIFICATE", opened.getCertificate("own").getEncoded());
		pem(name + ".key", "PRIVATE KEY", opened.getKey("own", STORE_PASSWORD).getEncoded());
	}

	private static void pem(String file, String what, byte[] content) throws Exception {
		Path path = directory.resolve(file);
		Files.writeString(path, "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(what,
				Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content)));
		Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
	}

}
