/**
 * The features in their order: each uses only earlier ones, in code and in the SDL. It stands apart from the features
 * themselves so that the code generator can read it without them.
 */
export const featuresOrder = ['identity', 'workspaces', 'channels', 'messages', 'imports'] as const;
