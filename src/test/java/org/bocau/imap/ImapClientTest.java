package org.bocau.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.UIDFolder;
import jakarta.mail.event.MessageCountAdapter;
import jakarta.mail.event.MessageCountEvent;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.search.AndTerm;
import jakarta.mail.search.BodyTerm;
import jakarta.mail.search.FlagTerm;
import jakarta.mail.search.SubjectTerm;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bocau.security.Logins;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.SampleMessage;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.eclipse.angus.mail.imap.AppendUID;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.junit.jupiter.api.Test;

/** Angus Mail, which nobody here wrote, as the client. */
@IntegrationTest
class ImapClientTest {
    private final TestServer server;
    private final TestAccount an;

    ImapClientTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
    }

    @Test
    void createsRenamesAndDeletesFolders() throws MessagingException {
        try (Store store = connect()) {
            var letters = store.getFolder("Thư từ/Bạn bè");
            assertThat(letters.create(Folder.HOLDS_MESSAGES)).isTrue();
            assertThat(store.getFolder("Thư từ").list())
                    .extracting(Folder::getFullName)
                    .containsExactly("Thư từ/Bạn bè");
            letters.setSubscribed(true);
            assertThat(letters.isSubscribed()).isTrue();
            assertThat(letters.renameTo(store.getFolder("Bạn"))).isTrue();
            assertThat(store.getFolder("Bạn").exists()).isTrue();
            assertThat(store.getFolder("Bạn").delete(false)).isTrue();
            assertThat(store.getFolder("Bạn").exists()).isFalse();
            assertThat(((IMAPFolder) store.getFolder("Sent")).getAttributes()).contains("\\Sent");
        }
    }

    @Test
    void appendsFetchesFlagsSearchesAndMoves() throws Exception {
        try (IMAPStore store = connect()) {
            var inbox = (IMAPFolder) store.getFolder("INBOX");
            inbox.open(Folder.READ_WRITE);
            AppendUID[] at = inbox.appendUIDMessages(new Message[] {letter("Một"), letter("Hai")});
            assertThat(at[0].uid).isEqualTo(1);
            assertThat(inbox.getMessageCount()).isEqualTo(2);

            var profile = new FetchProfile();
            profile.add(FetchProfile.Item.ENVELOPE);
            profile.add(FetchProfile.Item.CONTENT_INFO);
            profile.add(FetchProfile.Item.FLAGS);
            profile.add(UIDFolder.FetchProfileItem.UID);
            Message[] all = inbox.getMessages();
            inbox.fetch(all, profile);
            assertThat(all[0].getSubject()).isEqualTo("Một");
            assertThat(((InternetAddress) all[0].getFrom()[0]).getPersonal()).isEqualTo("Bình");
            var content = (MimeMultipart) all[0].getContent();
            assertThat(content.getBodyPart(0).getContent()).isEqualTo("Xin chào\r\n");
            assertThat(content.getBodyPart(1).getFileName()).isEqualTo("ảnh.bin");
            assertThat(content.getBodyPart(1).getInputStream().readAllBytes()).hasSize(100_000);
            assertThat(all[0].isSet(Flags.Flag.SEEN)).isTrue();

            var unread = new FlagTerm(new Flags(Flags.Flag.SEEN), false);
            assertThat(inbox.search(new AndTerm(unread, new SubjectTerm("hai"))))
                    .containsExactly(all[1]);
            assertThat(inbox.search(new BodyTerm("chào"))).containsExactly(all[0], all[1]);

            all[1].setFlag(Flags.Flag.FLAGGED, true);
            inbox.moveMessages(new Message[] {all[0]}, store.getFolder("Archive"));
            assertThat(all[0].isExpunged()).isTrue();
            assertThat(store.getFolder("Archive").getMessageCount()).isEqualTo(1);
            all[1].setFlag(Flags.Flag.DELETED, true);
            assertThat(inbox.expunge()).hasSize(2); // the moved one and this
        }
    }

    @Test
    void idleSeesWhatArrives() throws Exception {
        try (IMAPStore store = connect()) {
            var inbox = (IMAPFolder) store.getFolder("INBOX");
            inbox.open(Folder.READ_ONLY);
            var arrived = new CountDownLatch(1);
            inbox.addMessageCountListener(
                    new MessageCountAdapter() {
                        @Override
                        public void messagesAdded(MessageCountEvent event) {
                            arrived.countDown();
                        }
                    });
            var idling =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    inbox.idle(true);
                                } catch (MessagingException ended) {
                                    arrived.countDown();
                                }
                            });
            server.deliver(an.login(), SampleMessage.bytes(1, an.login()));
            assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(inbox.getMessageCount()).isEqualTo(1);
            assertThat(idling.join(java.time.Duration.ofSeconds(20))).isTrue();
        }
    }

    @Test
    void theInternalServiceTakesTheTokenAndOthersDoNot() throws Exception {
        var token = server.bean(Logins.class).token(an.id());
        var settings = settings("imap-internal");
        settings.setProperty("mail.imap.auth.mechanisms", "XOAUTH2");
        try (Store store = Session.getInstance(settings).getStore("imap")) {
            store.connect(an.login(), token);
            assertThat(store.getFolder("INBOX").exists()).isTrue();
        }
        var outside = settings("imap");
        outside.setProperty("mail.imap.auth.mechanisms", "XOAUTH2");
        try (Store store = Session.getInstance(outside).getStore("imap")) {
            assertThatThrownBy(() -> store.connect(an.login(), token))
                    .isInstanceOf(MessagingException.class);
        }
    }

    @Test
    void refusesAWrongPassword() throws MessagingException {
        try (Store store = Session.getInstance(settings("imap")).getStore("imap")) {
            assertThatThrownBy(() -> store.connect(an.login(), "wrong"))
                    .isInstanceOf(AuthenticationFailedException.class);
        }
    }

    private IMAPStore connect() throws MessagingException {
        var store = (IMAPStore) Session.getInstance(settings("imap")).getStore("imap");
        store.connect(an.login(), an.password());
        return store;
    }

    private Properties settings(String service) {
        var settings = new Properties();
        settings.setProperty("mail.imap.host", "127.0.0.1");
        settings.setProperty("mail.imap.port", Integer.toString(server.port(service)));
        settings.setProperty("mail.imap.partialfetch", "true");
        return settings;
    }

    private static MimeMessage letter(String subject) throws MessagingException {
        var message = new MimeMessage(Session.getInstance(new Properties()));
        message.setFrom("=?UTF-8?Q?B=C3=ACnh?= <binh@two.example>");
        message.setSubject(subject, "UTF-8");
        var text = new MimeBodyPart();
        text.setText("Xin chào\r\n", "UTF-8");
        var file = new MimeBodyPart();
        file.setContent(new byte[100_000], "application/octet-stream");
        file.setFileName("ảnh.bin");
        message.setContent(new MimeMultipart(text, file));
        message.saveChanges();
        return message;
    }
}
