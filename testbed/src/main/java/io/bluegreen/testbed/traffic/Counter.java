package io.bluegreen.testbed.traffic;

/**
 * What traffic counts. Rows count once their transaction has committed.
 */
public enum Counter {

	/** Payments under a key that was never used. */
	INSERTED,

	/** Payments under a key that was deleted before. */
	REINSERTED,

	/** Payments updated under their key. */
	UPDATED,

	/** Payments deleted, their events with them. */
	DELETED,

	/** Payments that went on under another key. */
	KEY_CHANGED,

	/** Events of payments inserted. */
	EVENT_INSERTED,

	/** Events deleted by themselves. */
	EVENT_DELETED,

	/** Transactions committed. */
	COMMITTED,

	/** Transactions rolled back at will. */
	ROLLED_BACK,

	/** Savepoints rolled back to. */
	PARTLY_ROLLED_BACK,

	/** Transactions left open for a while. */
	HELD_OPEN,

	/** Transactions that the server ended: deadlocks, an event for a key just changed. */
	REFUSED,

	/** Dual writes that returned. */
	DUAL_WRITTEN,

	/** Dual writes lost. */
	DUAL_LOST,

	/** Dual writes sent late. */
	DUAL_DELAYED,

	/** Dual writes sent twice. */
	DUAL_DUPLICATED,

	/** Dual writes sent out of order. */
	DUAL_REORDERED,

	/** Dual writes made to fail. */
	DUAL_FAILED,

	/** Dual writes that failed by themselves. */
	DUAL_REFUSED

}
