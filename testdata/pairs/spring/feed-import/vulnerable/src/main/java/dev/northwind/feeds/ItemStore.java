package dev.northwind.feeds;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Repository
class ItemStore {

    private static final String SELECT = "SELECT title, link FROM feed_items ";

    private final DatabaseClient db;

    ItemStore(DatabaseClient db) {
        this.db = db;
    }

    Mono<Long> insert(String owner, FeedParser.Item item) {
        return db.sql("INSERT INTO feed_items (owner, title, link) VALUES (:owner, :title, :link)")
                .bind("owner", owner)
                .bind("title", item.title())
                .bind("link", item.link())
                .fetch().rowsUpdated();
    }

    Flux<FeedParser.Item> search(String owner, String term) {
        return db.sql(SELECT + "WHERE owner = :owner AND title ILIKE '%" + term + "%' ORDER BY id DESC LIMIT 50")
                .bind("owner", owner)
                .map(row -> new FeedParser.Item(row.get("title", String.class), row.get("link", String.class)))
                .all();
    }
}
