package io.bluegreen.manifests.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.bluegreen.manifests.Tool;

/**
 * How much of a container this machine lets us have.
 */
enum Isolation {

	/** A root of its own and the user that the pod names. */
	FULL("unshare --mount"),

	/** A root of its own, for a user who is nobody in particular. */
	MOUNTS("unshare --user --map-root-user --mount"),

	/**
	 * Neither: the launcher of the checkout, told by its environment where its files are.
	 */
	NONE("");

	private final String enter;

	Isolation(String enter) {
		this.enter = enter;
	}

	static Isolation best() {
		for (Isolation each : List.of(FULL, MOUNTS)) {
			if (Tool.isThere("unshare")
					&& new Tool(List.of(each.enter.split(" "))).tryToRun("mount", "-t", "tmpfs", "none", "/mnt")
						.code() == 0) {
				return each;
			}
		}
		System.err.println("NOT TESTED: termination log, paths and read-only root of containers: no `unshare --mount`");
		return NONE;
	}

	/** The line that runs a command in it. */
	List<String> line(Path directory, String user, List<String> command) {
		List<String> line = new ArrayList<>();
		if (this == NONE) {
			line.add(Tool.HOME.resolve(command.get(0)).toString());
			line.addAll(command.subList(1, command.size()));
			return line;
		}
		line.addAll(List.of(this.enter.split(" ")));
		Path script = Tool.HOME.resolve("manifests/src/test/resources/cluster/container");
		line.addAll(List.of("sh", script.toString(), directory.toString(), Tool.HOME.toString(),
				System.getProperty("java.home"), (this == FULL) ? user : ""));
		line.addAll(command);
		return line;
	}

}
