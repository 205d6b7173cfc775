package io.bluegreen.jobs.verify;

import java.util.List;
import java.util.Map;

import io.bluegreen.catalog.Columns;
import io.bluegreen.catalog.SqlTemplate;
import io.bluegreen.jobs.ledger.Chunk;
import io.bluegreen.jobs.ledger.ChunkOutcome;
import io.bluegreen.jobs.work.ChunkWork;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Keys;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.transport.RowSource;
import io.bluegreen.transport.Transport;

/**
 * Finds the rows of a range of Green that Blue has not, where both order keys in
 * different ways: Blue's ranges say nothing about them.
 */
class ExtraWork implements ChunkWork {

	private static final SqlTemplate HERE = SqlTemplate.of("SELECT {keyText} AS key FROM {green} g WHERE {inGreen}");

	private static final SqlTemplate EXTRA = SqlTemplate.of("""
			SELECT {keyText} AS key FROM {green} g
			WHERE {inGreen} AND NOT EXISTS (SELECT FROM {rows} b WHERE {condition} AND ({keyOfBlue}) = ({keyOfGreen}))
			""");

	private final Side green;

	private final Comparison comparison;

	private final Transport transport;

	ExtraWork(Side green, Comparison comparison, Transport transport) {
		this.green = green;
		this.comparison = comparison;
		this.transport = transport;
	}

	/** Nothing is written that anybody else could have written. */
	@Override
	public void enter() {
	}

	@Override
	public ChunkOutcome run(Chunk chunk) {
		long begin = System.nanoTime();
		KeySet extra = extra(chunk.range());
		RangeResult seen = extra.keys().isEmpty() ? RangeResult.NOTHING : seen(extra);
		return seen.outcome(chunk, (System.nanoTime() - begin) / 1e9);
	}

	private KeySet extra(KeyRange range) {
		KeySet here = keys(inGreen(HERE, range), range, Map.of());
		if (here.keys().isEmpty()) {
			return here;
		}
		RowSource there = this.transport.sourceKeys(here);
		return keys(inGreen(EXTRA, range).with("rows", there.relation())
			.with("condition", there.condition())
			.with("keyOfBlue", Columns.of(there.key()).list("b"))
			.with("keyOfGreen", this.comparison.mapping().key("g")), range, there.parameters());
	}

	private SqlTemplate inGreen(SqlTemplate query, KeyRange range) {
		Mapping mapping = this.comparison.mapping();
		return query.with("keyText", mapping.keyText("g"))
			.with("green", mapping.to().sql())
			.with("inGreen", range.predicate("g", mapping.key()));
	}

	private KeySet keys(SqlTemplate query, Keys keys, Map<String, Object> more) {
		return KeySet.of(this.green.client().sql(query.sql()).params(keys.parameters()).params(more));
	}

	/** Once more with Blue's rows, which may have come meanwhile. */
	private RangeResult seen(KeySet extra) {
		RowComparison.Looked looked = new RowComparison(this.green, this.comparison).look(extra,
				this.transport.fetchRows(extra));
		return new RangeResult(0, 0, extra.keys().size(), extra.keys().size(), looked.differing(), looked.kept(),
				looked.repeated(), looked.groups(), List.of());
	}

}
