import * as yup from 'yup';
import { connected, Listing } from '../../../lib/models';

const query = yup
  .object({
    city: yup.string().strict().max(60),
    maxRent: yup.number().strict().integer().min(1),
    page: yup.number().strict().integer().min(0).max(500).default(0),
  })
  .noUnknown();

const PER_PAGE = 24;

// Public: the map on the start page asks here.
export async function POST(request) {
  const asked = await request
    .json()
    .then((body) => query.validate(body, { strict: false }))
    .catch(() => null);
  if (!asked) return Response.json({ error: 'Cannot read the search' }, { status: 400 });

  const filter = { published: true };
  if (asked.city) filter.city = asked.city;
  if (asked.maxRent) filter.rent = { $lte: asked.maxRent };

  await connected();
  const listings = await Listing.find(filter)
    .select('title city rent photos verified')
    .populate('landlord', 'displayName')
    .sort({ promotedUntil: -1, createdAt: -1 })
    .skip(asked.page * PER_PAGE)
    .limit(PER_PAGE)
    .lean();
  return Response.json(listings);
}
