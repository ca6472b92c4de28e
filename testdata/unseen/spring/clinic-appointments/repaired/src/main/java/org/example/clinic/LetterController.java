package org.example.clinic;

import java.nio.file.Path;
import java.security.Principal;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Doctors' letters lie in one folder per patient. */
@RestController
class LetterController {

    private static final Pattern LETTER_NAME = Pattern.compile("[0-9a-z_-]{1,60}[.]pdf");

    private final Path letters;

    LetterController(@Value("${clinic.letters}") Path letters) {
        this.letters = letters.toAbsolutePath().normalize();
    }

    @GetMapping("/letters")
    ResponseEntity<Resource> letter(@RequestParam String file, Principal me) {
        Path folder = letters.resolve(me.getName()).normalize();
        if (!folder.startsWith(letters) || folder.equals(letters) || !LETTER_NAME.matcher(file).matches()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        Resource letter = new FileSystemResource(folder.resolve(file));
        if (!letter.isReadable()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return ResponseEntity.ok()
            .contentType(MediaType.APPLICATION_PDF)
            .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"letter.pdf\"")
            .body(letter);
    }
}
