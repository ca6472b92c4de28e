import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { isValidObjectId } from 'mongoose';
import sharp from 'sharp';
import { landlordId } from '../../../../../lib/landlord';
import { connected, Listing } from '../../../../../lib/models';

const PHOTOS = path.join(process.cwd(), 'public', 'photos');
const EIGHT_MB = 8 * 1024 * 1024;

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

  const length = Number(request.headers.get('content-length'));
  if (!length || length > EIGHT_MB) return refuse(413, 'Eight megabytes at most');
  const form = await request.formData().catch(() => null);
  const file = form?.get('photo');
  if (!(file instanceof File) || file.size > EIGHT_MB) return refuse(400, 'A photo, please');

  const name = `${randomUUID()}.webp`;
  try {
    await sharp(Buffer.from(await file.arrayBuffer()), { limitInputPixels: 50_000_000 })
      .rotate()
      .resize({ width: 1600, withoutEnlargement: true })
      .webp()
      .toFile(path.join(PHOTOS, name));
  } catch (err) {
    console.error('photo of listing %s was not accepted', id, err);
    return refuse(415, 'That is not a photo we can read');
  }
  await Listing.updateOne({ _id: id, landlord }, { $push: { photos: name } });
  return Response.json({ photo: name }, { status: 201 });
}
