package io.bluegreen.manifests.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

import io.bluegreen.manifests.Resource;

/**
 * The files that a pod mounts, below the root of its container.
 *
 * @param root of the container
 * @param group that a Secret's files belong to
 * @param paths where something is mounted
 */
record Volumes(Path root, int group, List<String> paths) {

	Volumes(Path root, int group) {
		this(root, group, new ArrayList<>());
	}

	void mount(Cluster cluster, JsonNode pod) throws IOException {
		for (JsonNode mount : pod.at("/containers/0/volumeMounts")) {
			JsonNode volume = Resource.items(pod.path("volumes"))
				.filter((candidate) -> candidate.path("name").equals(mount.path("name")))
				.findFirst()
				.orElseThrow(() -> new AssertionError("no volume for " + mount));
			String path = mount.path("mountPath").asText();
			if (volume.has("emptyDir") != path.equals("/tmp")) {
				throw new AssertionError("not played: " + mount);
			}
			write(path, cluster.files(volume), volume.has("secret"));
		}
		// Where the launcher looks first, for who has no root of its own.
		Files.createSymbolicLink(this.root.resolve("config"), Path.of("etc/bluegreen"));
	}

	private void write(String path, Map<String, String> files, boolean secret) throws IOException {
		Path folder = Files.createDirectories(Path.of(this.root + path));
		this.paths.add(path);
		for (Map.Entry<String, String> entry : files.entrySet()) {
			Path file = Files.writeString(folder.resolve(entry.getKey()), entry.getValue());
			if (secret) {
				Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
				if (System.getProperty("user.name").equals("root")) {
					Files.setAttribute(file, "unix:gid", this.group);
				}
			}
		}
	}

	/**
	 * A value that names a mounted path, as it is to be named without a root of its own.
	 */
	String outside(String value) {
		return this.paths.stream()
			.filter((path) -> value.contains(path + "/"))
			.findFirst()
			.map((path) -> value.replace(path + "/", this.root + path + "/"))
			.orElse(value);
	}

}
