package org.bocau.reading;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PushbackInputStream;
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

    private final SignedParts parts;
    private final SignedImages images;
    private final RemoteImages remote;

    ImageController(SignedParts parts, SignedImages images, RemoteImages remote) {
        this.parts = parts;
        this.images = images;
        this.remote = remote;
    }

    /** A picture of the message itself. */
    @GetMapping("/cid/{token}")
    void part(@PathVariable String token, HttpServletResponse response) throws IOException {
        var image = images.openPart(token);
        if (image == null) throw new NoSuchMailException("no such image");
        var part = parts.find(image);
        if (FileKind.of(part) != FileKind.PICTURE || part.octets() > MAX_PART * 4 / 3)
            throw new NoSuchMailException("no such image");
        var content = new PushbackInputStream(parts.content(image, part), FileSignature.LENGTH);
        try (content) {
            var type = FileKind.shownAs(part, FileSignature.start(content));
            if (type == null) throw new NoSuchMailException("it only says that it is an image");
            forItsFrame(type, response);
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
