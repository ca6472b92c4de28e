import { useRouter } from 'next/router';
import { useEffect, useState } from 'react';

type Product = { id: number; name: string; description: string; priceCents: number };

function highlight(text: string, term: string) {
  return text.split(term).join(`<mark>${term}</mark>`);
}

export default function SearchPage() {
  const { query, isReady } = useRouter();
  const term = String(query.q ?? '');
  const [products, setProducts] = useState<Product[]>([]);

  useEffect(() => {
    if (!isReady || !term) return;
    fetch(`/api/products/search?q=${encodeURIComponent(term)}`)
      .then((res) => (res.ok ? res.json() : { products: [] }))
      .then((data) => setProducts(data.products));
  }, [isReady, term]);

  return (
    <main>
      <h1>Results for {term}</h1>
      {isReady && products.length === 0 && (
        <p dangerouslySetInnerHTML={{ __html: highlight(`Nothing found for ${term}`, term) }} />
      )}
      <ul>
        {products.map((p) => (
          <li key={p.id}>
            <b>{p.name}</b> {(p.priceCents / 100).toFixed(2)} EUR
          </li>
        ))}
      </ul>
    </main>
  );
}
