package org.bocau.mailclient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page knows of its folders, there and back. */
class FolderStateTest {
    private static Folder folder(String name, @Nullable Role role, long uidNext) {
        return new Folder(
                MailboxPath.of(name, role), name, name, null, role, 0, true, 7, 2, uidNext);
    }

    @Test
    void isReadBack() {
        var state = new FolderState(4_294_967_295L, 12, 0);
        assertThat(FolderState.read(state.toString())).isEqualTo(state);
        assertThat(new FolderState(15, 9, 3).arrivedSince(new FolderState(12, 9, 0))).isEqualTo(3);
        assertThat(new FolderState(3, 9, 3).arrivedSince(new FolderState(12, 9, 0))).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.2", "0.0.0", "1.2.3.4", "-1.2.3", "1.2.x", "99999999999.1.1"})
    void isNothingElse(String text) {
        assertThat(FolderState.read(text)).isNull();
    }

    @Test
    void aPageKnowsItsFolderTheInboxAndSent() {
        var work = folder("Công việc", null, 5);
        var inbox = folder("INBOX", Role.INBOX, 9);
        var sent = folder("Sent", Role.SENT, 3);
        assertThat(new Folders(List.of(inbox, sent, work), '/').known(work))
                .isEqualTo("5.7.2_9.7.2_3.7.2");
        assertThat(new Folders(List.of(inbox), '/').known(null)).isEqualTo("9.7.2_9.7.2");
    }
}
