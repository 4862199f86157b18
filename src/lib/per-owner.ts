// State that is kept by a module but belongs to an app. Two apps in one process must not share what they count or remember,
// so a module keeps it for each app, which its Postgres stands for.

/** Returns the value that belongs to an owner: made when it is first asked for, and collected with its owner. */
export function perOwner<Owner extends object, Value>(make: (owner: Owner) => Value): (owner: Owner) => Value {
  const values = new WeakMap<Owner, { readonly value: Value }>();
  return (owner) => {
    let known = values.get(owner);
    if (!known) {
      known = { value: make(owner) };
      values.set(owner, known);
    }
    return known.value;
  };
}
