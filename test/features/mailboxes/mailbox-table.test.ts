import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxPerDomain, readMailboxTable } from '../../../src/features/mailboxes/service/mailbox-table.ts';

const gil = { firstName: 'Gil', lastName: 'Otto', username: 'gil' };

describe('people pasted from a table', () => {
  it.each([
    ['commas', 'Gil,Otto,gil'],
    ['commas and spaces', 'Gil, Otto , gil'],
    ['semicolons', 'Gil;Otto;gil'],
    ['tabs, as a spreadsheet gives them', 'Gil\tOtto\tgil'],
    ['spaces', 'Gil  Otto gil'],
    ['quotes around cells', '"Gil","Otto","gil"'],
    ['a line of headings', 'Name,Last name,Username\nGil,Otto,gil'],
    ['headings as a program writes them', 'first_name,last_name,username\nGil,Otto,gil'],
    ['headings in another order', 'Username;LastName;firstName\ngil;Otto;Gil'],
    ['columns that are not needed', 'Title,User name,Surname,Given name,Password\nMr,gil,Otto,Gil,x'],
    ['a byte order mark and quoted headings', '\ufeff"Last Name"\t"First Name"\t"Username"\nOtto\tGil\tgil'],
    ['accents in headings', 'Prénom;Nom;Login\nGil;Otto;gil'],
    ['headings in other words', 'First name;Last name;User\r\nGil;Otto;GIL\r\n\r\n'],
  ])('are read with %s', (_, pasted) => {
    expect(readMailboxTable(pasted)).toEqual({ rows: [gil], errors: [] });
  });

  it('keep names of several words where something else than spaces sets them apart', () => {
    const [row] = readMailboxTable('Ana Maria\tde la Cruz\tana.cruz').rows;
    expect(row).toEqual({ firstName: 'Ana Maria', lastName: 'de la Cruz', username: 'ana.cruz' });
  });

  it('are told what is wrong with every line, by its number as pasted', () => {
    const { errors } = readMailboxTable(
      'Name,Last name,Username\n\nGil,Otto\nHana,Kim,hana@acme.com\nIvo,Novak,ivo!\nJo,Park,jo\nJi,Park,JO',
    );
    expect(errors).toEqual([
      'Line 3 needs a first name, a last name and a username, but has 2 columns: “Gil,Otto”.',
      'Line 4 needs only the username, without @ and domain: “hana@acme.com”.',
      'Line 5 has an invalid username, “ivo!”: use letters, digits, dots, hyphens and underscores.',
      'Line 7 repeats the username “jo” of line 6.',
    ]);
  });

  it.each([
    ['first_name,last_name,email\nGil,Otto,gil@acme.com', 'Line 1 has headings, but none for username.'],
    ['first,first name,last,user\nA,Gil,Otto,gil', 'Line 1 has two headings for first name.'],
    ['first,last,user\nGil,"Otto,gil', 'has a quote that is not closed'],
    ['first,last,user\nGil,Otto,gil\nHana,Kim', 'Line 3 needs a first name'],
    ['first,last,user\nGil,Otto,gil,more', 'Line 2 needs a first name'],
  ])('are refused by line: %j', (pasted, problem) => {
    expect(readMailboxTable(pasted).errors.join(' ')).toContain(problem);
  });

  it('keep a separator that is quoted', () => {
    expect(readMailboxTable('first,last,user\n"Ana, María","Cruz",ana').rows).toEqual([
      { firstName: 'Ana, María', lastName: 'Cruz', username: 'ana' },
    ]);
  });

  it('are at most as many as LiteMail takes for a domain', () => {
    const many = Array.from({ length: maxPerDomain + 1 }, (_, n) => `A,B,user${n}`).join('\n');
    expect(readMailboxTable(many).errors).toEqual([
      'LiteMail allows at most 5 mailboxes per domain, but the list has 6.',
    ]);
  });

  it('may be nothing at all, which is said too', () => {
    expect(readMailboxTable(' \n ').errors).toHaveLength(1);
    expect(readMailboxTable('Name,Last name,Username').errors).toHaveLength(1);
  });

  it('come out as they went in, whatever sets them apart', () => {
    const word = fc.stringMatching(/^[A-Z][a-z]{1,8}$/);
    const person = fc.record({ firstName: word, lastName: word, username: fc.stringMatching(/^[a-z][a-z0-9]{1,8}$/) });
    const people = fc.uniqueArray(person, {
      minLength: 1,
      maxLength: maxPerDomain,
      selector: ({ username }) => username,
    });
    fc.assert(
      fc.property(people, fc.constantFrom(',', ';', '\t', ' ', ' , '), (rows, separator) => {
        fc.pre(!rows.some(({ firstName }) => /^(Name|First|Vorname|Nombre)$/.test(firstName)));
        const pasted = rows.map((row) => [row.firstName, row.lastName, row.username].join(separator)).join('\n');
        expect(readMailboxTable(pasted)).toEqual({ rows, errors: [] });
      }),
    );
  });

  it('never make it throw, and every line is either taken or named', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (pasted) => {
        const { rows, errors } = readMailboxTable(pasted);
        expect(rows.length + errors.length).toBeGreaterThan(0);
      }),
    );
  });
});
