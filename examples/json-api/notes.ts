// What a note is, and the notes there are.
import { z } from 'zod';

const Tag = z.string().regex(/^[a-z0-9-]{1,20}$/, 'a tag is 1 to 20 of a-z, 0-9 and -');

/** What a client sends. */
export const NewNote = z.strictObject({
  title: z.string().trim().min(1).max(100),
  text: z.string().max(10_000).default(''),
  tags: z.array(Tag).max(5).default([]),
});

/** What a client may ask for in the query. */
export const Search = z.strictObject({
  tag: Tag.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

export type Note = z.infer<typeof NewNote> & { id: string };

// Loaded when the app is deployed. A sandbox ends with its request, so notes that clients write belong in a database.
const notes: Note[] = [
  { id: 'groceries', title: 'Groceries', text: 'Bread, olives, two lemons', tags: ['home'] },
  { id: 'garden', title: 'Garden', text: 'Plant the garlic before the frost', tags: ['home', 'outdoors'] },
  { id: 'release', title: 'Release', text: 'Write the changelog first', tags: ['work'] },
];

export function searchNotes({ tag, limit }: z.infer<typeof Search>): Note[] {
  return notes.filter((note) => tag === undefined || note.tags.includes(tag)).slice(0, limit);
}

export function findNote(id: string): Note | undefined {
  return notes.find((note) => note.id === id);
}
