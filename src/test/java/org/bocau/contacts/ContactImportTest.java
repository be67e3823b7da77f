package org.bocau.contacts;

import static org.assertj.core.api.Assertions.assertThat;

import ezvcard.VCardVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files of contacts in and out: nothing is lost, nobody comes twice. */
@IntegrationTest
class ContactImportTest {
    private static final String TWO =
            """
            BEGIN:VCARD
            VERSION:4.0
            UID:urn:uuid:1
            FN:Nguyễn Thị Hồng
            N:Nguyễn;Hồng;Thị;;
            EMAIL;TYPE=work:hong@congty.example
            TEL;TYPE=cell:+84 90 123 45 67
            ADR;TYPE=home:;;12 Hàng Bài;Hà Nội;;;Việt Nam
            X-SKYPE:hong.nt
            BDAY:--0517
            CATEGORIES:Gia đình,Đồng nghiệp
            END:VCARD
            BEGIN:VCARD
            VERSION:3.0
            FN:Trần Bình
            EMAIL;TYPE=INTERNET:binh@one.example
            END:VCARD
            """;

    private final TestAccount an;
    private final ContactImport imports;
    private final AddressBook book;
    private final Contacts contacts;

    ContactImportTest(TestServer server) {
        an = server.account("an");
        imports = server.bean(ContactImport.class);
        book = server.bean(AddressBook.class);
        contacts = server.bean(Contacts.class);
    }

    private ImportReport read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    private ImportReport read(byte[] octets) throws IOException {
        return imports.read(an.id(), new ByteArrayInputStream(octets));
    }

    private List<ContactCard> all() {
        return book.cards(an.id(), book.ids(an.id(), ContactFilter.ALL));
    }

    @Test
    void whatThePagesHaveNoFieldForIsKept() throws IOException {
        assertThat(read(TWO).getAdded()).isEqualTo(2);
        var out = new StringWriter();
        VCardFile.write(all(), VCardVersion.V4_0, out);
        assertThat(out.toString())
                .contains("X-SKYPE:hong.nt", "BDAY:--0517", "12 Hàng Bài", "TYPE=cell", "TYPE=work")
                .contains("CATEGORIES:Đồng nghiệp,Gia đình", "UID:urn:uuid:1");
        assertThat(contacts.complete(an.id(), "gia dinh").getFirst().members()).isEqualTo(1);
    }

    @Test
    void nobodyComesTwice() throws IOException {
        read(TWO);
        var again = read(TWO);
        assertThat(again.getAdded()).isZero();
        assertThat(again.getUnchanged()).isEqualTo(2);
        var more = read("Name,E-mail Address,Mobile Phone\nTrần Bình,BINH@one.example,0901\n");
        assertThat(more.getMerged()).isEqualTo(1);
        assertThat(all()).hasSize(2);
        assertThat(all().getLast().phones()).containsExactly("0901");
        assertThat(all().getLast().addresses()).containsExactly("binh@one.example");
    }

    @Test
    void twoWhoShareAnAddressStayTwo() throws IOException {
        read("Name,Email\nMẹ,nha@one.example\nBố,nha@one.example\n");
        assertThat(all()).extracting(ContactCard::name).containsExactlyInAnyOrder("Mẹ", "Bố");
    }

    @Test
    void whoWasCollectedBecomesTheContact() throws IOException {
        contacts.used(an.id(), List.of(new Recipient("", "hong@congty.example")));
        assertThat(read(TWO).getMerged()).isEqualTo(1);
        assertThat(all()).hasSize(2);
        assertThat(book.counts(an.id())).isEqualTo(new AddressBook.Counts(2, 0));
        assertThat(contacts.complete(an.id(), "").getFirst().name()).isEqualTo("Nguyễn Thị Hồng");
    }

    @Test
    void readsTablesOfOtherPrograms() throws IOException {
        var google =
                """
                First Name,Middle Name,Last Name,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Website 1 - Value
                Lê,Văn,Đức,* myContacts ::: Bóng đá,Work,duc@one.example ::: d@two.example,Mobile,+84 1,https://duc.example
                """;
        assertThat(read(google).getProblems()).isEmpty();
        var card = all().getFirst();
        assertThat(card.name()).isEqualTo("Lê Văn Đức");
        assertThat(card.addresses()).containsExactly("duc@one.example", "d@two.example");
        assertThat(card.note()).isEqualTo("Website 1 - Value: https://duc.example");
        assertThat(card.categories()).containsExactly("Bóng đá");
    }

    @Test
    void readsWhatOldSpreadsheetsWrite() throws IOException {
        var text = "Name;E-mail\r\n\"Müller; Söhne\";mueller@one.example\r\n";
        assertThat(read(text.getBytes(Charset.forName("windows-1252"))).getAdded()).isEqualTo(1);
        assertThat(all().getFirst().name()).isEqualTo("Müller; Söhne");
    }

    @Test
    void saysAtWhichLineSomethingIsWrong() throws IOException {
        var report = read("Name,Email\nAn,an@one.example\nBình,không phải\n,\n");
        assertThat(report.getAdded()).isEqualTo(2);
        assertThat(report.getProblems())
                .containsExactly(new ImportReport.Problem(3, "address", "không phải"));
        assertThat(read("just some text\nin lines").getProblems())
                .extracting(ImportReport.Problem::key)
                .containsExactly("unknown");
        assertThat(read("").isNothing()).isTrue();
    }

    @Test
    void aTableGoesOutAsItCameIn() throws IOException {
        read(
                "Name,Email,Phone,Note,Groups\n\"=cmd()\",x@one.example,+84 90,\"hai\ndòng \"\"x\"\"\",Nhóm A\n");
        var out = new StringWriter();
        CsvFile.writeHeadings(out);
        CsvFile.write(all(), out);
        assertThat(out.toString()).contains("\"'=cmd()\"", "\"+84 90\"", "\"hai\ndòng \"\"x\"\"\"");
        book.delete(an.id(), book.ids(an.id(), ContactFilter.ALL));
        assertThat(read(out.toString()).getAdded()).isEqualTo(1);
        var card = all().getFirst();
        assertThat(card.name()).isEqualTo("=cmd()");
        assertThat(card.phones()).containsExactly("+84 90");
        assertThat(card.note()).isEqualTo("hai\ndòng \"x\"");
        assertThat(card.categories()).containsExactly("Nhóm A");
    }

    /** Its time is in proportion to what is in it, also into a book that is half full. */
    @Test
    @Timeout(30)
    void fiveThousandAreAMatterOfSeconds() throws IOException {
        var file = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            file.append("BEGIN:VCARD\r\nVERSION:4.0\r\nUID:urn:x:" + i)
                    .append("\r\nFN:Nguyễn Văn " + i + "\r\nEMAIL:n" + i + "@one.example\r\n")
                    .append(i % 50 == 0 ? "CATEGORIES:Khách\r\n" : "")
                    .append("END:VCARD\r\n");
        }
        assertThat(read(file.toString()).getAdded()).isEqualTo(5_000);
        var again = read(file.toString());
        assertThat(again.getUnchanged()).isEqualTo(5_000);
        assertThat(again.getProblems()).isEmpty();
        var others = file.toString().replace("urn:x:", "urn:y:").replace("@one", "@two");
        assertThat(read(others).getAdded()).isEqualTo(5_000);
        assertThat(book.counts(an.id())).isEqualTo(new AddressBook.Counts(10_000, 0));
    }

    @Test
    void whoComesTwiceInOneFileIsOne() throws IOException {
        var report =
                read(
                        """
                        Name,Email,Phone,Groups
                        Lan,lan@one.example,,Bạn
                        Lan,lan@one.example,0902,Lớp
                        lan,LAN@one.example,,
                        """);
        assertThat(report.getAdded()).isEqualTo(1);
        assertThat(report.getMerged()).isEqualTo(1);
        assertThat(report.getUnchanged()).isEqualTo(1);
        assertThat(all().getFirst().phones()).containsExactly("0902");
        assertThat(all().getFirst().categories()).containsExactlyInAnyOrder("Bạn", "Lớp");
    }

    @Test
    void aGroupThatCannotBeMadeLosesNobody() throws IOException {
        var report = read("Name,Groups\nLan," + "x".repeat(150) + "\nHoa,Bạn\n");
        assertThat(report.getAdded()).isEqualTo(2);
        assertThat(report.getProblems())
                .extracting(ImportReport.Problem::key)
                .containsExactly("group");
    }

    /** What a hostile file may try: it costs its length, and nothing of it is asked for. */
    @Test
    @Tag("T30")
    @Timeout(60)
    void hostileFilesDoNoHarm() throws IOException {
        var one = "BEGIN:VCARD\nVERSION:4.0\nFN:%s\n%sEND:VCARD\n";
        var far =
                "PHOTO:http://192.0.2.1/p.png\nURL:file:///etc/passwd\nSOURCE:http://192.0.2.1/\n";
        assertThat(read(one.formatted("A\0n\u202e", far + "NOTE:x\0y\n")).getAdded()).isEqualTo(1);
        assertThat(all().getFirst().name()).isEqualTo("An");
        assertThat(all().getFirst().text()).doesNotContain("\0");
        var nested = "BEGIN:VCARD\nVERSION:3.0\n".repeat(2_000);
        assertThat(read(nested).getProblems().size()).isLessThanOrEqualTo(100);
        var wide = one.formatted("Rộng", "EMAIL:a%d@one.example\n".repeat(3_000));
        assertThat(read(wide).getProblems().size()).isLessThanOrEqualTo(100);
        assertThat(read("Name,Email\n\"" + "x".repeat(2_000_000)).isNothing()).isFalse();
        assertThat(all())
                .allSatisfy(card -> assertThat(card.name().length()).isLessThanOrEqualTo(200));
        var same = new StringBuilder("Name,Email\n");
        for (int i = 0; i <= ContactImport.MOST_CARDS; i++) {
            same.append("Một Người,chung@one.example\n");
        }
        var report = read(same.toString());
        assertThat(report.getAdded()).isEqualTo(1);
        assertThat(report.getProblems())
                .extracting(ImportReport.Problem::key)
                .containsExactly("too-many");
    }

    @Test
    void picturesThatAreTooLargeAreLeftOutAndSaid() throws IOException {
        var picture = "QUFB".repeat(ContactCard.LONGEST / 4 + 10);
        var report =
                read(
                        "BEGIN:VCARD\nVERSION:3.0\nFN:Bé Na\nPHOTO;ENCODING=b;TYPE=JPEG:"
                                + picture
                                + "\nEND:VCARD\n");
        assertThat(report.getProblems()).extracting(ImportReport.Problem::key).contains("pictures");
        assertThat(all().getFirst().name()).isEqualTo("Bé Na");
    }
}
