package org.bocau.triage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How {@link Uids} and {@link Change} are written in the table, and read back. */
class StepFormsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9 5 4 3 1 | 1,3:5,9",
                "7 | 7",
                "2 1 2 1 | 1:2",
                "4294967295 1 | 1,4294967295"
            })
    void uidsAreWrittenAsImapDoes(String numbers, String written) {
        var uids = Stream.of(numbers.split(" ")).mapToLong(Long::parseLong).toArray();
        assertThat(Uids.of(uids)).hasToString(written);
        assertThat(Uids.parse(written)).isEqualTo(Uids.of(uids));
    }

    @Test
    void noUids() {
        assertThat(Uids.of()).hasToString("");
        assertThat(Uids.parse("").all()).isEmpty();
    }

    @Test
    void piecesAreNoLargerThanAskedForAndLoseNothing() {
        var all = LongStream.rangeClosed(1, 1001).map(n -> n * 3).toArray();
        var pieces = Uids.pieces(all, 500);
        assertThat(pieces).extracting(Uids::size).containsExactly(500, 500, 1);
        assertThat(pieces.stream().flatMap(piece -> piece.all().stream()))
                .containsExactlyElementsOf(LongStream.of(all).boxed().toList());
        assertThat(Uids.pieces(new long[0], 500)).isEmpty();
    }

    static Stream<Change> changes() {
        return Stream.of(
                new Change.Flag("\\Seen", true),
                new Change.Flag("cong_viec", false),
                new Change.Move("Công việc/Hóa đơn 2026"),
                new Change.Move("-x>y"),
                new Change.Hush("Archive", true),
                new Change.Hush("INBOX", false),
                new Change.Snooze(Instant.ofEpochSecond(1_795_737_600)),
                new Change.Wake(),
                new Change.Return(
                        "Snoozed",
                        Instant.ofEpochSecond(1_795_000_000),
                        Instant.ofEpochSecond(1_795_737_600)),
                new Change.Return("a>b, c", Instant.ofEpochSecond(-5), null),
                new Change.Mute(List.of("T1", "T2"), true),
                new Change.Mute(List.of("T1"), false),
                new Change.Apply(List.of("\\Flagged", "viec_nha"), "Công việc/a>b"),
                new Change.Apply(List.of("\\Seen"), ""),
                new Change.Destroy());
    }

    @ParameterizedTest
    @MethodSource("changes")
    void changesAreReadBack(Change change) {
        assertThat(Change.parse(change.toString())).isEqualTo(change);
    }

    @Test
    void whatIsNoChangeIsRefused() {
        assertThatThrownBy(() -> Change.parse("?INBOX"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
