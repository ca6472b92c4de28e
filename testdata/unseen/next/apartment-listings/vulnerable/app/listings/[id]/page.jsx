import { notFound } from 'next/navigation';
import { isValidObjectId } from 'mongoose';
import { connected, Listing } from '../../../lib/models';

export default async function ListingPage({ params }) {
  const { id } = await params;
  if (!isValidObjectId(id)) notFound();
  await connected();
  const listing = await Listing.findOne({ _id: id, published: true }).lean();
  if (!listing) notFound();

  return (
    <article>
      <h1>{listing.title}</h1>
      <p>
        {listing.city}, {listing.rent} a month {listing.verified && <strong>verified</strong>}
      </p>
      <section dangerouslySetInnerHTML={{ __html: listing.description ?? '' }} />
      {listing.photos.map((photo) => (
        <img key={photo} src={`/photos/${photo}`} alt="" width={480} />
      ))}
    </article>
  );
}
