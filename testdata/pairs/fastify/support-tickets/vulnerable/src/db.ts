import postgres from 'postgres';

export const sql = postgres(process.env.DATABASE_URL!, { max: 5 });

export interface Ticket {
  id: number;
  author: number;
  subject: string;
  body: string;
  state: 'open' | 'closed';
  assignee: number | null;
}
