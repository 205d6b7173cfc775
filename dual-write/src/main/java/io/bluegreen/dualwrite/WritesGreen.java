package io.bluegreen.dualwrite;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * The stage says that Green is written.
 */
class WritesGreen implements Condition {

	@Override
	public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
		return Stage.of(context.getEnvironment().getProperty("bluegreen.stage")).writesGreen();
	}

}
