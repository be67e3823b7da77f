package org.bocau.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 5256 §3, THREAD=REFERENCES, step by step. */
class ReferencesThreadingTest {
    private static Sheet sheet() {
        return new Sheet();
    }

    // --- step 1 -----------------------------------------------------------------------------

    @Test
    void linksReferencesOneToTheNext() {
        assertThat(sheet().message("a", "").message("b", "a").message("c", "a b").threaded())
                .isEqualTo("(1 2 3)");
    }

    @Test
    void linksWhatComesBeforeItsParent() {
        assertThat(
                        sheet().message("c", "a b", "x", 3)
                                .message("b", "a", "x", 2)
                                .message("a", "", "x", 1)
                                .threaded())
                .isEqualTo("(3 2 1)");
    }

    @Test
    void givesMessagesWithoutAnIdOneOfTheirOwn() {
        assertThat(sheet().message("", "").message("", "a").message("a", "").threaded())
                .isEqualTo("(1)(3 2)");
    }

    @Test
    void leavesADoubledIdToTheFirst() {
        assertThat(
                        sheet().message("a", "", "x")
                                .message("a", "", "y")
                                .message("b", "a", "z")
                                .message("a", "b", "u")
                                .threaded())
                .isEqualTo("(1 3 4)(2)");
    }

    @Test
    void keepsALinkThatIsThere() {
        // c is a child of b; the truncated list of d does not make it one of a
        assertThat(
                        sheet().message("a", "")
                                .message("b", "a")
                                .message("c", "a b")
                                .message("d", "a c")
                                .threaded())
                .isEqualTo("(1 2 3 4)");
    }

    @Test
    void believesAMessagesOwnReferencesMore() {
        // a's list says b hangs from a; b itself says c
        assertThat(
                        sheet().message("d", "a b", "w", 9)
                                .message("a", "", "x", 1)
                                .message("c", "a", "y", 2)
                                .message("b", "c", "z", 3)
                                .threaded())
                .isEqualTo("(2 3 4 1)");
    }

    @Test
    void aMessageWithoutReferencesHasNoParent() {
        assertThat(
                        sheet().message("c", "a b", "x", 3)
                                .message("a", "", "y", 1)
                                .message("b", "", "z", 2)
                                .threaded())
                .isEqualTo("(2)(3 1)");
    }

    @Test
    void makesNoLoops() {
        assertThat(sheet().message("a", "a", "x").threaded()).isEqualTo("(1)");
        assertThat(sheet().message("a", "b", "x").message("b", "a", "y").threaded())
                .isEqualTo("(2 1)");
        assertThat(
                        sheet().message("a", "c", "x")
                                .message("b", "a", "y")
                                .message("c", "b", "z")
                                .threaded())
                .isEqualTo("(3 1 2)");
        assertThat(sheet().message("c", "a b a b a", "x").message("a", "", "y").threaded())
                .isEqualTo("(2 1)");
    }

    // --- steps 2 and 3 ----------------------------------------------------------------------

    @Test
    void forgetsDummiesWithoutChildren() {
        // gone loses b, which says that it has no parent
        assertThat(sheet().message("c", "gone b", "s", 2).message("b", "", "t", 1).threaded())
                .isEqualTo("(2 1)");
    }

    @Test
    void givesADummysChildrenToItsParent() {
        assertThat(
                        sheet().message("a", "")
                                .message("c", "a gone")
                                .message("d", "a gone")
                                .threaded())
                .isEqualTo("(1 (2)(3))");
        assertThat(sheet().message("a", "").message("c", "a x y z").threaded()).isEqualTo("(1 2)");
    }

    @Test
    void keepsADummyAtTheTopWithSeveralChildren() {
        assertThat(sheet().message("c", "gone").message("d", "gone").threaded())
                .isEqualTo("((1)(2))");
        assertThat(sheet().message("c", "gone x").message("d", "gone y").threaded())
                .isEqualTo("((1)(2))");
        assertThat(sheet().message("c", "gone x").message("d", "gone x").threaded())
                .isEqualTo("((1)(2))");
    }

    @Test
    void promotesAnOnlyChildToTheTop() {
        assertThat(sheet().message("c", "gone").threaded()).isEqualTo("(1)");
        assertThat(sheet().message("c", "x y z").message("d", "c").threaded()).isEqualTo("(1 2)");
        // z has no children: what is left of the dummy x is one child
        assertThat(
                        sheet().message("c", "x c", "s", 1)
                                .message("d", "x z", "t", 2)
                                .message("d2", "d", "u", 3)
                                .threaded())
                .isEqualTo("(1)(2 3)");
    }

    // --- step 4 -----------------------------------------------------------------------------

    @Test
    void sortsThreadsBySentDate() {
        assertThat(
                        sheet().message("a", "", "", 3)
                                .message("b", "", "", 1)
                                .message("c", "", "", 2)
                                .message("d", "", "", 1)
                                .threaded())
                .isEqualTo("(2)(4)(3)(1)");
    }

    @Test
    void aDummyStandsWhereItsFirstChildWould() {
        assertThat(
                        sheet().message("a", "", "", 2)
                                .message("b", "x", "", 3)
                                .message("c", "x", "", 1)
                                .threaded())
                .isEqualTo("((3)(2))(1)");
    }

    // --- step 5 -----------------------------------------------------------------------------

    @Test
    void leavesEmptySubjectsApart() {
        assertThat(sheet().message("a", "", "").message("b", "", "Re: ").threaded())
                .isEqualTo("(1)(2)");
    }

    @Test
    void aReplyBecomesAChildOfWhatIsNone() {
        assertThat(sheet().message("a", "", "s").message("b", "", "Re: s").threaded())
                .isEqualTo("(1 2)");
        // also when it was sent before: the one that is no reply is in the table
        assertThat(
                        sheet().message("a", "", "Re: s")
                                .message("b", "", "Re: s")
                                .message("c", "", "s")
                                .threaded())
                .isEqualTo("(3 (1)(2))");
    }

    @Test
    void equalsMeetUnderADummy() {
        assertThat(sheet().message("a", "", "s").message("b", "", "s").threaded())
                .isEqualTo("((1)(2))");
        assertThat(
                        sheet().message("a", "", "s")
                                .message("b", "", "s")
                                .message("c", "", "Re: s")
                                .message("d", "", "s")
                                .threaded())
                .isEqualTo("((1)(2)(3)(4))");
        assertThat(sheet().message("a", "", "Re: s").message("b", "", "Re: s").threaded())
                .isEqualTo("((1)(2))");
    }

    @Test
    void joinsADummyThatIsThere() {
        assertThat(
                        sheet().message("a", "x", "s")
                                .message("b", "x", "s")
                                .message("c", "", "s")
                                .message("d", "", "Re: s")
                                .threaded())
                .isEqualTo("((1)(2)(3)(4))");
        // the dummy is preferred even if it comes later
        assertThat(
                        sheet().message("c", "", "s")
                                .message("a", "x", "s")
                                .message("b", "x", "s")
                                .threaded())
                .isEqualTo("((1)(2)(3))");
    }

    @Test
    void mergesTwoDummies() {
        assertThat(
                        sheet().message("a", "x", "s")
                                .message("b", "x", "s")
                                .message("c", "y", "s")
                                .message("d", "y", "t")
                                .message("e", "d", "t")
                                .threaded())
                .isEqualTo("((1)(2)(3)(4 5))");
    }

    @Test
    void takesThreadsAlongWithTheirTops() {
        assertThat(
                        sheet().message("a", "", "s")
                                .message("b", "a", "Re: s")
                                .message("c", "", "Re: s")
                                .message("d", "c", "Re: s")
                                .threaded())
                .isEqualTo("(1 (2)(3 4))");
    }

    @Test
    void looksAtSubjectsOfTopsOnly() {
        assertThat(
                        sheet().message("a", "", "s")
                                .message("b", "a", "t")
                                .message("c", "", "t")
                                .threaded())
                .isEqualTo("(1 2)(3)");
    }

    // --- step 6 -----------------------------------------------------------------------------

    @Test
    void sortsAllSiblingsBySentDate() {
        assertThat(
                        sheet().message("a", "", "", 9)
                                .message("b", "a", "", 8)
                                .message("c", "a", "", 7)
                                .message("d", "c", "", 3)
                                .message("e", "c", "", 2)
                                .message("f", "a", "", 7)
                                .threaded())
                .isEqualTo("(1 (3 (5)(4))(6)(2))");
    }

    @Test
    void sortsThreadsAgainAfterTheyWereMerged() {
        // the reply, sent first, goes below the later one: its thread moves
        assertThat(
                        sheet().message("a", "", "Re: s", 1)
                                .message("b", "", "t", 2)
                                .message("c", "", "s", 3)
                                .threaded())
                .isEqualTo("(2)(3 1)");
    }

    @Test
    void orderedSubjectHasTwoLevels() {
        assertThat(
                        sheet().message("a", "", "s", 3)
                                .message("b", "a", "t", 2)
                                .message("c", "b", "Re: s", 1)
                                .message("d", "c", "s", 4)
                                .bySubject())
                .isEqualTo("(3 (1)(4))(2)");
    }

    // --- size -------------------------------------------------------------------------------

    /** A hundred thousand deep, in every order they may have come in; no stack, no squares. */
    @Test
    void threadsALongChain() {
        int n = 100_000;
        for (int shuffle = 0; shuffle < 3; shuffle++) {
            var order = new ArrayList<>(LongStream.range(0, n).boxed().toList());
            if (shuffle == 1) {
                Collections.reverse(order);
            } else if (shuffle == 2) {
                Collections.shuffle(order, new Random(1));
            }
            var sheet = sheet();
            for (long i : order) {
                sheet.message("m" + i, i == 0 ? "" : "m" + (i - 1), "", i);
            }
            var threads =
                    Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), sheet::references);
            int depth = 0;
            for (int node = threads.firstThread();
                    node != Threads.NONE;
                    node = threads.firstChild(node)) {
                assertThat(threads.next(node)).isEqualTo(Threads.NONE);
                depth++;
            }
            assertThat(depth).isEqualTo(n);
        }
    }

    /** Every list tries to close the longest loop there is; walking up each time takes hours. */
    @Test
    void refusesManyLongLoopsInTime() {
        int n = 60_000;
        var sheet = sheet();
        for (int i = 0; i < n; i++) {
            sheet.message("m" + i, i == 0 ? "" : "m" + (i - 1), "", i);
        }
        for (int i = 0; i < n; i++) {
            sheet.message("x" + i, "m" + (n - 1 - i % 100) + " m0 y" + i + " m0", "", n + i);
        }
        var columns = sheet.columns();
        var rows = java.util.stream.IntStream.range(0, 2 * n).toArray();
        var threads =
                Assertions.assertTimeoutPreemptively(
                        Duration.ofSeconds(5), () -> ReferencesThreading.of(columns, rows));
        assertThat(counted(threads)).isEqualTo(2 * n);
    }

    // --- anything ---------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("seeds")
    void everyMessageIsThereOnceWhateverItRefersTo(long seed) {
        var random = new Random(seed);
        var sheet = sheet();
        int n = random.nextInt(1, 60);
        int ids = random.nextInt(1, 80);
        for (int i = 0; i < n; i++) {
            var references = new StringBuilder();
            for (int r = random.nextInt(5); r > 0; r--) {
                references.append("i").append(random.nextInt(ids)).append(' ');
            }
            var id = random.nextInt(10) == 0 ? "" : "i" + random.nextInt(ids);
            var subject =
                    List.of("", "Re: ", "s", "Re: s", "t", "Re: t", "u").get(random.nextInt(7));
            sheet.message(id, references.toString(), subject, random.nextInt(20));
        }
        assertThat(counted(sheet.references())).isEqualTo(n);
        assertThat(sheet.threaded()).isEqualTo(PlainThreading.threaded(sheet.lines()));
    }

    static LongStream seeds() {
        return LongStream.range(0, 1000);
    }

    /** How many messages there are; fails on one that is there twice, and on dummies below. */
    private static int counted(Threads threads) {
        var seen = new BitSet();
        var waiting = new java.util.ArrayDeque<Integer>();
        for (int top = threads.firstThread(); top != Threads.NONE; top = threads.next(top)) {
            waiting.add(top);
            if (threads.dummy(top)) {
                int first = threads.firstChild(top);
                assertThat(first).isNotEqualTo(Threads.NONE);
                assertThat(threads.next(first)).isNotEqualTo(Threads.NONE);
            }
        }
        while (!waiting.isEmpty()) {
            int node = waiting.remove();
            if (!threads.dummy(node)) {
                assertThat(seen.get((int) threads.uid(node))).isFalse();
                seen.set((int) threads.uid(node));
            }
            for (int child = threads.firstChild(node);
                    child != Threads.NONE;
                    child = threads.next(child)) {
                assertThat(threads.dummy(child)).isFalse();
                waiting.add(child);
            }
        }
        return seen.cardinality();
    }
}
