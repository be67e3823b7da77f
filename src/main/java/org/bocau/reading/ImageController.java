package org.bocau.reading;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import org.bocau.account.Directory;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailboxPath;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.remote.RemoteImages;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * The pictures of letters, for their frames, which send no cookies: the signed address says it all.
 * Those of other hosts are fetched by us, so that no sender learns who reads when and where.
 */
@Controller
class ImageController {
    private static final Logger log = LoggerFactory.getLogger(ImageController.class);
    private static final long MAX_PART = 10L * 1024 * 1024;

    private final MessageReader reader;
    private final SignedImages images;
    private final RemoteImages remote;
    private final Directory directory;

    ImageController(
            MessageReader reader, SignedImages images, RemoteImages remote, Directory directory) {
        this.reader = reader;
        this.images = images;
        this.remote = remote;
        this.directory = directory;
    }

    /** A picture of the message itself. */
    @GetMapping("/cid/{token}")
    void part(@PathVariable String token, HttpServletResponse response) throws IOException {
        var image = images.openPart(token);
        if (image == null) throw new NoSuchMailException("no such image");
        var owner =
                directory
                        .account(image.account())
                        .map(a -> new MailAccount(a.id(), a.address().toString(), a.name()))
                        .orElseThrow(() -> new NoSuchMailException("no such account"));
        var folder =
                new Folder(
                        new MailboxPath(""),
                        image.mailbox(),
                        image.mailbox(),
                        null,
                        null,
                        0,
                        true,
                        0,
                        0);
        var message = reader.read(owner, folder, image.uid());
        var part = message.root().find(image.section());
        if (part == null
                || !AttachmentView.isRaster(part.type())
                || part.octets() > MAX_PART * 4 / 3) {
            throw new NoSuchMailException("no such image");
        }
        forItsFrame(part.type(), response);
        try (InputStream content = reader.content(owner, folder, image.uid(), part)) {
            content.transferTo(response.getOutputStream());
        }
    }

    /** A picture of another host; what cannot be had, or is none, is a broken image. */
    @GetMapping("/image/{token}")
    void remote(@PathVariable String token, HttpServletResponse response) throws IOException {
        var address = images.openRemote(token);
        if (address == null) throw new NoSuchMailException("no such image");
        RemoteImages.Picture picture;
        try {
            picture = remote.fetch(address);
        } catch (IOException none) {
            log.debug("no picture from {}: {}", address.host(), none.getMessage());
            response.setStatus(HttpStatus.BAD_GATEWAY.value());
            return;
        }
        forItsFrame(picture.type(), response);
        response.setContentLength(picture.octets().length);
        response.getOutputStream().write(picture.octets());
    }

    private static void forItsFrame(String type, HttpServletResponse response) {
        PartController.guard(response, PartController.FILE_POLICY);
        response.setHeader("Cross-Origin-Resource-Policy", "cross-origin"); // an opaque origin
        response.setHeader("Cache-Control", "private, max-age=21600");
        response.setContentType(type);
    }
}
