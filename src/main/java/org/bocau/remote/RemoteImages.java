package org.bocau.remote;

import java.io.IOException;
import org.springframework.stereotype.Service;

/**
 * Fetches the pictures of letters, so that no browser tells the sender who reads when and where.
 */
@Service
public final class RemoteImages {
    private static final String ACCEPT = "image/avif,image/webp,image/png,image/jpeg,image/gif";

    private final RemoteClient client;
    private final RemoteProperties properties;

    RemoteImages(RemoteClient client, RemoteProperties properties) {
        this.client = client;
        this.properties = properties;
    }

    /**
     * @param type by its octets, one of png, jpeg, gif, webp and avif
     */
    public record Picture(String type, byte[] octets) {}

    /**
     * Fetches a picture. What calls itself one and is not, is refused: HTML, SVG, something larger
     * than a browser should unpack.
     *
     * @throws RemoteRefusal we do not ask there, or do not take what came
     * @throws IOException no answer in time, or none that can be read
     */
    public Picture fetch(RemoteAddress place) throws IOException {
        var reply = client.get(place, ACCEPT, (int) properties.maxImage().toBytes());
        if (!reply.successful()) {
            throw new RemoteRefusal("status " + reply.status());
        }
        var image = RasterImage.of(reply.content());
        if (image == null || image.pixels() > properties.maxPixels()) {
            throw new RemoteRefusal("no picture that is shown");
        }
        return new Picture(image.type(), reply.content());
    }
}
