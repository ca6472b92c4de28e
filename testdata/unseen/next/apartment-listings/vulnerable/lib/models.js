import mongoose from 'mongoose';

if (!process.env.LISTINGS_MONGO) throw new Error('LISTINGS_MONGO is not set');

const { Schema } = mongoose;

const landlordSchema = new Schema({
  displayName: String,
  email: { type: String, unique: true },
  phone: String,
  passwordHash: String,
});

const listingSchema = new Schema(
  {
    landlord: { type: Schema.Types.ObjectId, ref: 'Landlord', required: true },
    title: { type: String, required: true, maxlength: 120 },
    description: { type: String, maxlength: 8000 },
    city: { type: String, required: true },
    rent: { type: Number, required: true, min: 1 },
    photos: [String],
    published: { type: Boolean, default: false },
    verified: { type: Boolean, default: false },
    promotedUntil: Date,
  },
  { timestamps: true },
);

export const Landlord = mongoose.models.Landlord ?? mongoose.model('Landlord', landlordSchema);
export const Listing = mongoose.models.Listing ?? mongoose.model('Listing', listingSchema);

let connecting;
export function connected() {
  connecting ??= mongoose.connect(process.env.LISTINGS_MONGO);
  return connecting;
}
