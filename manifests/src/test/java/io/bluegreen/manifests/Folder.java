package io.bluegreen.manifests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A folder that kustomize renders.
 *
 * @param path below the checkout
 */
public record Folder(String path) {

	private static final Map<String, String> RENDERED = new ConcurrentHashMap<>();

	/** All there are; components cannot be rendered by themselves. */
	public static List<Folder> all() throws IOException {
		List<Folder> folders = new ArrayList<>();
		for (String top : List.of("k8s-jobs", "argo", "config")) {
			try (Stream<Path> files = Files.walk(Tool.HOME.resolve(top))) {
				for (Path file : files.filter((path) -> path.endsWith("kustomization.yaml")).sorted().toList()) {
					if (!Files.readString(file).contains("kind: Component")) {
						folders.add(new Folder(Tool.HOME.relativize(file.getParent()).toString()));
					}
				}
			}
		}
		return folders;
	}

	/** What `kubectl kustomize` prints. */
	public String rendered() {
		return RENDERED.computeIfAbsent(this.path, (folder) -> Tool.kustomize().run(folder));
	}

	public List<Resource> resources() {
		return Resource.all(rendered());
	}

	/** The one of this kind and name. */
	public Resource resource(String kind, String name) {
		return resources().stream()
			.filter((resource) -> resource.kind().equals(kind) && resource.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new AssertionError("%s has no %s %s".formatted(this.path, kind, name)));
	}

	@Override
	public String toString() {
		return this.path;
	}

}
