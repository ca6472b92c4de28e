import { useRouter } from 'next/router';
import { useEffect, useState } from 'react';

type Product = { id: number; name: string; description: string; priceCents: number };

function Highlight({ text, term }: { text: string; term: string }) {
  const parts = term ? text.split(term) : [text];
  return (
    <>
      {parts.map((part, i) => (
        <span key={i}>
          {i > 0 && <mark>{term}</mark>}
          {part}
        </span>
      ))}
    </>
  );
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
        <p>
          <Highlight text={`Nothing found for ${term}`} term={term} />
        </p>
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
