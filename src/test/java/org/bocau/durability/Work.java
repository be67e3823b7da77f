package org.bocau.durability;

import java.io.IOException;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.bocau.testing.ChildServer;

/** One kind of work that is going on when the server is struck. */
interface Work {
    /** How many do it at once, each on a connection of its own. */
    int clients();

    /**
     * Works until the turn is over.
     *
     * @throws IOException the server refused or went away: the last thing asked for is in doubt
     */
    void run(Turn turn) throws IOException;

    /** The blow falls now. */
    default void struck() {}

    /**
     * Requires everything acknowledged to be there, and nothing to be done by half.
     *
     * @param by the node that is asked
     */
    void compare(ChildServer by) throws IOException;

    /** What was acknowledged, by kind. */
    String counts();

    /**
     * One client's part of a round.
     *
     * @param acknowledged to be told of each acknowledgement
     */
    record Turn(Random random, BooleanSupplier over, Runnable acknowledged) {}
}
