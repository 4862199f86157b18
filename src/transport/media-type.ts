// What an answer is sent as.

/**
 * The type to answer with, as Yoga chooses it: the first that is listed and known, whatever its weight; null when none is.
 */
export function mediaTypeOf(accept: string | undefined): string | null {
  if (!accept || accept === '*/*' || accept === 'application/json') return 'application/json';
  for (const part of accept.toLowerCase().replace(/\s/g, '').split(',')) {
    const [type, ...parameters] = part.split(';');
    const charset = parameters.find((parameter) => parameter.includes('charset='));
    if (charset !== undefined && charset !== 'charset=utf-8') continue;
    if (type === 'application/graphql-response+json' || type === 'application/json') return type;
    if (type === '*/*' || type === 'application/*') return 'application/json';
  }
  return null;
}
