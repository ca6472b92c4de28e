import { connected, Listing } from '../../../lib/models';

const PER_PAGE = 24;

// Public: the map on the start page asks here.
export async function POST(request) {
  const asked = await request.json().catch(() => null);
  if (!asked) return Response.json({ error: 'Cannot read the search' }, { status: 400 });
  const page = Math.min(Math.max(Math.trunc(Number(asked.page)) || 0, 0), 500);

  await connected();
  const listings = await Listing.find({ published: true, ...asked.filter })
    .populate('landlord')
    .sort({ promotedUntil: -1, createdAt: -1 })
    .skip(page * PER_PAGE)
    .limit(PER_PAGE)
    .lean();
  return Response.json(listings);
}
