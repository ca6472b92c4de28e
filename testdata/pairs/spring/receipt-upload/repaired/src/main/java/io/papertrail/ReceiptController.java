package io.papertrail;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import lombok.RequiredArgsConstructor;
import org.springframework.core.io.FileSystemResource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.*;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;

@RestController
@RequestMapping("/receipts")
@RequiredArgsConstructor
public class ReceiptController {

    public record ReceiptView(Long id, String name) {}

    private final ReceiptRepository receipts;
    private final ReceiptStorage storage;

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    public ReceiptView upload(@RequestParam("file") MultipartFile file, @RequestAttribute Long ownerId)
            throws IOException {
        String name = StringUtils.hasText(file.getOriginalFilename()) ? file.getOriginalFilename() : "receipt";
        if (name.length() > 120) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "File name too long");
        }
        Path path = storage.save(file);
        Receipt receipt = receipts.save(new Receipt(ownerId, name, path.toString()));
        return new ReceiptView(receipt.getId(), receipt.getDisplayName());
    }

    @GetMapping
    public List<ReceiptView> list(@RequestAttribute Long ownerId) {
        return receipts.findTop100ByOwnerIdOrderByIdDesc(ownerId).stream()
                .map(r -> new ReceiptView(r.getId(), r.getDisplayName()))
                .toList();
    }

    @GetMapping("/{id}")
    public ResponseEntity<FileSystemResource> download(@PathVariable Long id, @RequestAttribute Long ownerId) {
        Receipt receipt = load(id, ownerId);
        ContentDisposition disposition = ContentDisposition.attachment()
                .filename(receipt.getDisplayName(), StandardCharsets.UTF_8)
                .build();
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_DISPOSITION, disposition.toString())
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .body(new FileSystemResource(receipt.getStoredPath()));
    }

    @GetMapping(value = "/{id}/thumbnail", produces = MediaType.IMAGE_PNG_VALUE)
    public byte[] thumbnail(@PathVariable Long id,
                            @RequestParam(defaultValue = "160") @Min(32) @Max(512) int size,
                            @RequestAttribute Long ownerId) throws Exception {
        return storage.thumbnail(load(id, ownerId).getStoredPath(), size);
    }

    private Receipt load(Long id, Long ownerId) {
        return receipts.findByIdAndOwnerId(id, ownerId)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
