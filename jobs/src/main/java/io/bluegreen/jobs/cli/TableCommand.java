package io.bluegreen.jobs.cli;

import java.util.ArrayList;
import java.util.List;

import picocli.CommandLine.Parameters;

/**
 * A command about configured tables.
 */
abstract class TableCommand extends DatabaseCommand {

	@Parameters(paramLabel = "TABLE", description = "names under `tables:` (default: all)", arity = "0..*")
	List<String> tables = new ArrayList<>();

}
