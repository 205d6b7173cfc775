package io.bluegreen.jobs.cli;

import picocli.CommandLine.IVersionProvider;

/**
 * The version as the build wrote it.
 */
class Version implements IVersionProvider {

	@Override
	public String[] getVersion() {
		String version = RootCommand.class.getPackage().getImplementationVersion();
		return new String[] { "bluegreen " + ((version == null) ? "from source" : version) };
	}

}
