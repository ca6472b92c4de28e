import type { NextAuthOptions } from 'next-auth';
import { getServerSession } from 'next-auth';
import GithubProvider from 'next-auth/providers/github';

export const authOptions: NextAuthOptions = {
  providers: [
    GithubProvider({ clientId: process.env.GITHUB_ID!, clientSecret: process.env.GITHUB_SECRET! }),
  ],
  session: { strategy: 'jwt', maxAge: 8 * 60 * 60 },
};

// e-mail of the signed-in person
export async function sessionEmail() {
  const session = await getServerSession(authOptions);
  return session?.user?.email ?? null;
}
