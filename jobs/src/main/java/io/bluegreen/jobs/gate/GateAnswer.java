package io.bluegreen.jobs.gate;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

import io.bluegreen.failure.Condition;

/**
 * May traffic move?
 *
 * @param open whether all conditions hold
 * @param stage that was asked for
 * @param conditions all of them, those that hold as well
 */
public record GateAnswer(boolean open, @JsonProperty("for") String stage, List<Condition> conditions) {

	static GateAnswer of(Stage stage, List<Condition> conditions) {
		return new GateAnswer(conditions.stream().allMatch(Condition::holds), stage.word(), conditions);
	}

	/** Those that do not hold. */
	@JsonIgnore
	public List<Condition> unmet() {
		return this.conditions.stream().filter((condition) -> !condition.holds()).toList();
	}

}
