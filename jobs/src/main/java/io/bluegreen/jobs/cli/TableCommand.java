package io.bluegreen.jobs.cli;

import java.util.ArrayList;
import java.util.List;

import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Parameters;

import io.bluegreen.jobs.ledger.Ledger;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;

/**
 * A command about configured tables.
 */
abstract class TableCommand extends DatabaseCommand {

	@Parameters(paramLabel = "TABLE", description = "names under `tables:` (default: all)", arity = "0..*")
	List<String> tables = new ArrayList<>();

	@Override
	List<String> named() {
		return this.tables;
	}

	final ProgressDisplay progress(ConfigurableApplicationContext context, String what) {
		Side control = context.getBean(Databases.class).control();
		return new ProgressDisplay(what, context.getBean(BluegreenSettings.class).mappings(this.tables).size(),
				(plan) -> control.in(() -> new Ledger(control).progress(plan)));
	}

}
