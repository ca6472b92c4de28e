import { eq } from 'drizzle-orm';
import { db } from '@/db';
import { sessions } from '@/db/schema';
import { requireUser } from '@/lib/current-user';
import { signOutDevice, updateProfile } from './actions';

export default async function AccountPage() {
  const user = await requireUser();
  const devices = await db.select().from(sessions).where(eq(sessions.userId, user.id));

  return (
    <main>
      <h1>{user.displayName}</h1>
      <section style={{ whiteSpace: 'pre-line' }}>{user.bio}</section>
      <form action={updateProfile}>
        <input type="hidden" name="returnTo" value="/account" />
        <input name="displayName" defaultValue={user.displayName} required />
        <textarea name="bio" defaultValue={user.bio} />
        <button>Save</button>
      </form>
      <h2>Devices</h2>
      {devices.map((device) => (
        <form key={device.tokenHash} action={signOutDevice}>
          <input type="hidden" name="device" value={device.tokenHash} />
          <span>until {device.expiresAt.toISOString()}</span>
          <button>Sign out</button>
        </form>
      ))}
    </main>
  );
}
