import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isValidObjectId } from 'mongoose';
import { landlordId } from '../../../../../lib/landlord';
import { connected, Listing } from '../../../../../lib/models';

const PHOTOS = path.join(process.cwd(), 'public', 'photos');

const refuse = (status, error) => Response.json({ error }, { status });

export async function POST(request, { params }) {
  const landlord = await landlordId();
  if (!landlord) return refuse(401, 'Please sign in');
  const { id } = await params;
  if (!isValidObjectId(id)) return refuse(404, 'No such listing');
  await connected();
  const listing = await Listing.findOne({ _id: id, landlord });
  if (!listing) return refuse(404, 'No such listing');
  if (listing.photos.length >= 20) return refuse(409, 'Twenty photos at most');

  const form = await request.formData().catch(() => null);
  const file = form?.get('photo');
  if (!(file instanceof File)) return refuse(400, 'A photo, please');

  const name = `${id}-${Date.now()}${path.extname(file.name)}`;
  await writeFile(path.join(PHOTOS, name), Buffer.from(await file.arrayBuffer()));
  await Listing.updateOne({ _id: id, landlord }, { $push: { photos: name } });
  return Response.json({ photo: name }, { status: 201 });
}
