'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import * as yup from 'yup';
import { landlordId } from '../../lib/landlord';
import { connected, Listing } from '../../lib/models';

const cities = ['Aarhus', 'Bergen', 'Gent', 'Graz', 'Porto'];

const listingForm = yup.object({
  title: yup.string().trim().min(5).max(120).required(),
  description: yup.string().trim().max(8000).required(),
  city: yup.string().oneOf(cities).required(),
  rent: yup.number().integer().min(1).max(50000).required(),
});

const parseForm = (formData) =>
  listingForm.validate(Object.fromEntries(formData), { stripUnknown: true }).catch(() => null);

export async function createListing(formData) {
  const landlord = await landlordId();
  if (!landlord) redirect('/landlords/sign-in');
  const fields = await parseForm(formData);
  if (!fields) return { problem: 'Please check the form.' };
  await connected();
  const listing = await Listing.create({ ...fields, landlord });
  redirect(`/listings/${listing.id}`);
}

export async function updateListing(id, formData) {
  const landlord = await landlordId();
  if (!landlord) redirect('/landlords/sign-in');
  const fields = await parseForm(formData);
  if (!fields) return { problem: 'Please check the form.' };
  await connected();
  await Listing.updateOne({ _id: String(id), landlord }, { $set: fields }, { runValidators: true });
  revalidatePath('/listings');
  return { saved: true };
}

export async function removeListing(id) {
  const landlord = await landlordId();
  if (!landlord) redirect('/landlords/sign-in');
  await connected();
  await Listing.deleteOne({ _id: String(id), landlord });
  revalidatePath('/listings');
}
