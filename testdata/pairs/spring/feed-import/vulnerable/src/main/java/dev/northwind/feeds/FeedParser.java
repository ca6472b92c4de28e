package dev.northwind.feeds;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.springframework.stereotype.Component;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

@Component
class FeedParser {

    private static final int MAX_ITEMS = 100;

    record Item(String title, String link) {}

    List<Item> parse(String xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        Document document = factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        NodeList nodes = document.getElementsByTagName("item");
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < Math.min(nodes.getLength(), MAX_ITEMS); i++) {
            Element item = (Element) nodes.item(i);
            items.add(new Item(text(item, "title"), text(item, "link")));
        }
        return items;
    }

    private static String text(Element item, String tag) {
        NodeList found = item.getElementsByTagName(tag);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }
}
