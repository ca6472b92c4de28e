package io.papertrail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;

@Component
public class ReceiptStorage {

    private final Path root;

    public ReceiptStorage(@Value("${receipts.dir}") String dir) throws IOException {
        this.root = Files.createDirectories(Path.of(dir));
    }

    public Path save(MultipartFile file) throws IOException {
        byte[] content = file.getBytes();
        Path target = root.resolve(UUID.randomUUID() + extensionOf(content));
        Files.write(target, content);
        return target;
    }

    public byte[] thumbnail(String source, int size) throws IOException, InterruptedException {
        Path target = Files.createTempFile("thumb", ".png");
        try {
            Process process = new ProcessBuilder("convert", source, "-resize", size + "x" + size, target.toString())
                    .start();
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("convert took too long");
            }
            return Files.readAllBytes(target);
        } finally {
            Files.deleteIfExists(target);
        }
    }

    /** Receipts are photos: the first bytes decide, not the name or type that the client claims. */
    private static String extensionOf(byte[] content) {
        if (startsWith(content, 0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A)) {
            return ".png";
        }
        if (startsWith(content, 0xFF, 0xD8, 0xFF)) {
            return ".jpg";
        }
        throw new ResponseStatusException(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Only PNG and JPEG photos are accepted");
    }

    private static boolean startsWith(byte[] content, int... magic) {
        if (content.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((content[i] & 0xFF) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
