package org.bocau.settings;

import io.nayuki.qrcodegen.QrCode;
import java.nio.charset.StandardCharsets;
import org.bocau.security.WebUser;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** What a telephone or a mail program must be told, to read, to scan, and as a profile. */
@Controller
@RequestMapping("/settings/phone")
class PhoneController {
    private static final String PATH = "/settings/phone";

    private final MailServices services;

    PhoneController(MailServices services) {
        this.services = services;
    }

    /**
     * A QR code to draw.
     *
     * @param side modules, with the quiet zone of four around it
     * @param path of an SVG, black modules
     */
    record Code(int side, String path) {
        private static final int QUIET = 4; // ISO/IEC 18004 §6.3.8

        static Code of(String text) {
            var code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
            var path = new StringBuilder();
            for (int y = 0; y < code.size; y++) {
                for (int x = 0; x < code.size; x++) {
                    if (code.getModule(x, y)) {
                        path.append("M%d,%dh1v1h-1z".formatted(x + QUIET, y + QUIET));
                    }
                }
            }
            return new Code(code.size + 2 * QUIET, path.toString());
        }
    }

    @GetMapping
    String show(@AuthenticationPrincipal WebUser user, Model model) {
        var here =
                ServletUriComponentsBuilder.fromCurrentContextPath()
                        .replacePath(PATH)
                        .replaceQuery(null)
                        .build()
                        .toUriString();
        model.addAttribute("section", "phone");
        model.addAttribute("address", user.address());
        model.addAttribute("places", services.all());
        model.addAttribute(
                "profile", services.imap().isPresent() && services.submission().isPresent());
        model.addAttribute("code", Code.of(here));
        model.addAttribute("here", here);
        return "settings/phone";
    }

    /** For Apple's Mail; 404 where the server does not offer what it needs. */
    @GetMapping("/mail.mobileconfig")
    ResponseEntity<byte[]> profile(@AuthenticationPrincipal WebUser user) {
        var imap = services.imap().orElseThrow();
        var submission = services.submission().orElseThrow();
        var name = ContentDisposition.attachment().filename("mail.mobileconfig").build();
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_TYPE, AppleProfile.TYPE)
                .header(HttpHeaders.CONTENT_DISPOSITION, name.toString())
                .body(
                        AppleProfile.of(user.address(), user.name(), imap, submission)
                                .getBytes(StandardCharsets.UTF_8));
    }
}
