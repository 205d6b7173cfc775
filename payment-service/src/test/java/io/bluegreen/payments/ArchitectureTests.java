package io.bluegreen.payments;

import org.junit.jupiter.api.Tag;

import io.bluegreen.testing.architecture.FreeOfCycles;

@Tag("fast")
class ArchitectureTests implements FreeOfCycles {

}
