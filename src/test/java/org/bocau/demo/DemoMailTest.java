package org.bocau.demo;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.bocau.message.MimeParser;
import org.bocau.message.ParsedMessage;
import org.bocau.message.Spools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoMailTest {
    @TempDir Path directory;

    @Test
    void everyMessageReadsAsItWasMeant() throws IOException {
        Map<String, ParsedMessage> bySubject = new HashMap<>();
        var now = Instant.parse("2026-05-06T07:08:09Z");
        for (var item : DemoMail.all(now)) {
            var parsed = parse(item.text());
            assertThat(parsed.sort().sentAt()).as(item.text()).isNotNull();
            assertThat(item.at()).isBefore(now);
            bySubject.put(parsed.subject(), parsed);
        }
        assertThat(bySubject)
                .containsKeys(
                        "Chào mừng đến với Bồ Câu 🕊",
                        "Re: Đi Đà Lạt",
                        "伝書鳩は着きました",
                        "Письмо дошло");
        assertThat(requireNonNull(bySubject.get("Invoice 2026-117")).attachmentNames())
                .containsExactly("invoice-2026-117.pdf", "bảng kê.csv");
        assertThat(requireNonNull(bySubject.get("Письмо дошло")).preview())
                .contains("Голубь долетел");
        assertThat(requireNonNull(bySubject.get("Re: Đi Đà Lạt")).references()).hasSize(11);
    }

    private ParsedMessage parse(String text) throws IOException {
        try (var spool = new Spools(directory.resolve("spool"), 4096).create()) {
            try (var out = spool.out()) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
            return MimeParser.parse(spool);
        }
    }
}
