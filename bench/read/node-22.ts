// What Node 22 has and Node 20 lacks, as far as PostGraphile 5 uses it. Imported before PostGraphile.
(Promise as { withResolvers?: unknown }).withResolvers ??= () => {
  let settle: object = {};
  const promise = new Promise((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, ...settle };
};
