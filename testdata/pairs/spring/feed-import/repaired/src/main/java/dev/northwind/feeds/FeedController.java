package dev.northwind.feeds;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.security.Principal;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.*;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@RestController
class FeedController {

    private static final Logger log = LoggerFactory.getLogger(FeedController.class);

    record ImportRequest(@NotBlank @Size(max = 500) String url) {}

    private final WebClient webClient;
    private final FeedParser parser;
    private final ItemStore store;
    private final Set<String> allowedHosts;

    FeedController(WebClient.Builder builder, FeedParser parser, ItemStore store,
                   @Value("${feeds.allowed-hosts}") Set<String> allowedHosts) {
        this.webClient = builder.build();
        this.parser = parser;
        this.store = store;
        this.allowedHosts = allowedHosts;
    }

    @GetMapping("/healthz")
    Mono<String> health() {
        return Mono.just("ok");
    }

    @PostMapping("/feeds/import")
    Mono<ResponseEntity<Map<String, Object>>> importFeed(@Valid @RequestBody ImportRequest request,
                                                         Principal principal) {
        URI uri = checked(request.url());
        return webClient.get().uri(uri).retrieve().bodyToMono(String.class)
                .flatMap(xml -> Mono.fromCallable(() -> parser.parse(xml)).subscribeOn(Schedulers.boundedElastic()))
                .flatMapMany(Flux::fromIterable)
                .concatMap(item -> store.insert(principal.getName(), item))
                .count()
                .map(count -> ResponseEntity.ok(Map.<String, Object>of("imported", count)))
                .onErrorResume(e -> {
                    log.error("Feed import failed", e);
                    return Mono.just(ResponseEntity.status(HttpStatus.BAD_GATEWAY)
                            .body(Map.of("error", "The feed could not be imported")));
                });
    }

    @GetMapping("/feeds/items")
    Flux<FeedParser.Item> search(@RequestParam(defaultValue = "") @Size(max = 80) String term, Principal principal) {
        return store.search(principal.getName(), term);
    }

    /** Only our own publishing sites over https; reactor-netty does not follow redirects unless told to. */
    private URI checked(String url) {
        try {
            URI uri = URI.create(url);
            if ("https".equals(uri.getScheme()) && uri.getPort() == -1 && uri.getUserInfo() == null
                    && uri.getHost() != null && allowedHosts.contains(uri.getHost())) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            log.debug("Not a URL", e);
        }
        throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "This feed is not supported");
    }
}
