package io.papertrail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.multipart.MultipartFile;

@Component
public class ReceiptStorage {

    private final Path root;

    public ReceiptStorage(@Value("${receipts.dir}") String dir) throws IOException {
        this.root = Files.createDirectories(Path.of(dir));
    }

    public Path save(MultipartFile file) throws IOException {
        Path target = root.resolve(file.getOriginalFilename());
        file.transferTo(target);
        return target;
    }

    public byte[] thumbnail(String source, String size) throws IOException, InterruptedException {
        Path target = Files.createTempFile("thumb", ".png");
        try {
            String command = "convert " + source + " -resize " + size + "x" + size + " " + target;
            Process process = new ProcessBuilder("sh", "-c", command).start();
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("convert took too long");
            }
            return Files.readAllBytes(target);
        } finally {
            Files.deleteIfExists(target);
        }
    }
}
