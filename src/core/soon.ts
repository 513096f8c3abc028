/** A procedure that only reads what is at hand: what it throws becomes a rejection, as from every procedure. */
export function soon<I, O>(read: (input: I) => O): (input: I) => Promise<O> {
  return (input) =>
    new Promise((resolve) => {
      resolve(read(input));
    });
}
